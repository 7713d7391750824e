import {
  Button,
  createTheme,
  Input,
  Loader,
  Modal,
  Notification,
  Popover,
  Tooltip,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  type MantineTheme,
} from '@mantine/core'

const accent: MantineColorsTuple = [
  '#ecf0fd',
  '#d8e0fb',
  '#b4c2f6',
  '#8fa4f0',
  '#6e88ea',
  '#4e6ce0',
  '#3452c9',
  '#2b45ac',
  '#24398e',
  '#1c2c6d',
]
const gray: MantineColorsTuple = [
  '#f7f7f5',
  '#f1f1ee',
  '#e6e6e1',
  '#d9d9d3',
  '#cfcfc8',
  '#8b8d93',
  '#5b5e66',
  '#44474e',
  '#2e3035',
  '#1c1d20',
]
const dark: MantineColorsTuple = [
  '#e8e9ec',
  '#c3c6cd',
  '#a3a7b0',
  '#777b85',
  '#3f424a',
  '#2b2d33',
  '#212328',
  '#191a1e',
  '#141518',
  '#0e0f11',
]

/** Small buttons keep their own size; the others follow the density. */
const buttonSize = (_theme: MantineTheme, { size }: { size?: unknown }) => {
  const isSmall = typeof size === 'string' && size.startsWith('compact')
  return { root: isSmall ? {} : { '--button-height': 'var(--k-control)', '--button-fz': 'var(--k-text-size)' } }
}
const inputHeight = { wrapper: { '--input-height': 'var(--k-control)', '--input-fz': 'var(--k-text-size)' } }

/** Quiet and dense: borders over shadows, one accent, sizes that follow the density. */
export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 6 },
  colors: { accent, gray, dark },
  black: '#1c1d20',
  fontFamily: "'Inter', system-ui, sans-serif",
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  headings: {
    fontFamily: "'Inter', system-ui, sans-serif",
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '28px' },
      h2: { fontSize: '16px', lineHeight: '24px' },
      h3: { fontSize: '14px', lineHeight: '20px' },
    },
  },
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.45', lg: '1.5', xl: '1.5' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'md',
  shadows: { xs: 'none', sm: 'none', md: 'var(--k-shadow)', lg: 'var(--k-shadow)', xl: 'var(--k-shadow)' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({
      defaultProps: { size: 'sm' },
      vars: buttonSize,
      styles: { label: { fontWeight: 500 } },
    }),
    Input: Input.extend({ defaultProps: { size: 'sm' }, vars: () => inputHeight }),
    InputWrapper: { defaultProps: { size: 'sm' } },
    Popover: Popover.extend({ defaultProps: { shadow: 'md', transitionProps: { duration: 80 } } }),
    Menu: { defaultProps: { withInitialFocusPlaceholder: false, shadow: 'md', transitionProps: { duration: 80 } } },
    Tooltip: Tooltip.extend({
      defaultProps: { openDelay: 300, withArrow: true, events: { hover: true, focus: true, touch: false } },
    }),
    Modal: Modal.extend({ defaultProps: { centered: true, transitionProps: { duration: 100 } } }),
    Notification: Notification.extend({ defaultProps: { withBorder: true } }),
    Loader: Loader.extend({ defaultProps: { type: 'dots' } }),
  },
})

/** Ties Mantine's own variables to tokens.css; its stock `dimmed` and `placeholder` fail the contrast of WCAG AA. */
export const cssVariables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--k-surface)',
    '--mantine-color-text': 'var(--k-text)',
    '--mantine-color-dimmed': 'var(--k-muted)',
    '--mantine-color-placeholder': 'var(--k-muted)',
    '--mantine-color-anchor': 'var(--k-accent-text)',
    '--mantine-color-error': 'var(--k-bad)',
    '--mantine-color-default': 'var(--k-surface)',
    '--mantine-color-default-hover': 'var(--k-hover)',
    '--mantine-color-default-border': 'var(--k-line-strong)',
    '--mantine-color-default-color': 'var(--k-text)',
    '--mantine-primary-color-light': 'var(--k-accent-soft)',
    '--mantine-primary-color-light-hover': 'var(--k-accent-hover)',
    '--mantine-primary-color-light-color': 'var(--k-accent-text)',
    '--mantine-color-accent-light': 'var(--k-accent-soft)',
    '--mantine-color-accent-light-hover': 'var(--k-accent-hover)',
    '--mantine-color-accent-light-color': 'var(--k-accent-text)',
    '--mantine-color-gray-light': 'var(--k-hover)',
    '--mantine-color-gray-light-hover': 'var(--k-hover)',
    '--mantine-color-gray-light-color': 'var(--k-muted)',
    '--mantine-color-disabled-color': 'var(--k-muted)',
  }
  return { variables: {}, light: shared, dark: shared }
}
