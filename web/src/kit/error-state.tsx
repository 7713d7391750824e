import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useOptionalT, useT, type MessageArguments } from '../i18n.tsx'
import { problemOfThrown, type ApiProblem } from '../problem.ts'
import classes from './states.module.css'

type Props = {
  error: unknown
  /** What was not lost: "Your changes are still in the form." */
  kept?: string
  onRetry?: () => void
}

/** What happened, what was kept, what to do. */
export function ErrorState({ error, kept, onRetry }: Props) {
  const t = useT()
  const problem = problemOfThrown(error)
  const { happened, advice } = useProblemWords()(problem)
  return (
    <div role="alert" className={classes.error}>
      <IconAlertTriangle size={18} aria-hidden className={classes.errorIcon} />
      <div>
        <p className={classes.errorTitle}>{happened}</p>
        {kept !== undefined && <p>{kept}</p>}
        <p>{advice}</p>
        {onRetry && (
          <Button variant="default" size="compact-sm" mt={8} onClick={onRetry}>
            {t('error.retry')}
          </Button>
        )}
      </div>
    </div>
  )
}

/** The sentences of a problem, the most particular the catalogue has. For toasts and form fields too. */
export function useProblemWords(): (problem: ApiProblem) => { happened: string; advice: string } {
  const t = useT()
  const optional = useOptionalT()
  return (problem) => {
    const values = plainValues(problem.params)
    return {
      happened:
        optional(`errors.${problem.code}.${problem.reason}`, values) ??
        optional(`errors.${problem.code}`, values) ??
        t('errors.internal'),
      advice: optional(`errors.${problem.code}.advice`, values) ?? t('errors.internal.advice'),
    }
  }
}

/** ICU takes words and numbers; a list is written out, anything deeper is left out. */
function plainValues(params: Record<string, unknown>): MessageArguments {
  const entries = Object.entries(params).map(([key, value]): [string, string | number] => [
    key,
    Array.isArray(value) ? value.filter((item) => typeof item !== 'object').join(', ') : plainValue(value),
  ])
  return Object.fromEntries(entries)
}

const plainValue = (value: unknown): string | number =>
  typeof value === 'number' || typeof value === 'string' ? value : ''
