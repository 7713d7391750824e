import { lazyRouteComponent } from '@tanstack/react-router'

/** Before one is inside; each page is loaded when it is opened. */
export const doorPages = [
  { path: '/', component: lazyRouteComponent(() => import('./sign-in/start-page.tsx'), 'StartPage') },
  { path: 'sign-in', component: lazyRouteComponent(() => import('./sign-in/sign-in-page.tsx'), 'SignInPage') },
  { path: 'setup', component: lazyRouteComponent(() => import('./setup/setup-page.tsx'), 'SetupPage') },
  {
    path: 'invitation',
    component: lazyRouteComponent(() => import('./invitation/invitation-page.tsx'), 'InvitationPage'),
  },
  { path: 'reset', component: lazyRouteComponent(() => import('./reset/reset-page.tsx'), 'ResetPage') },
]

/** Bringing data in, and what the workspace is set to. */
export const officePages = [
  { path: 'import', component: lazyRouteComponent(() => import('./import/import-list-page.tsx'), 'ImportListPage') },
  { path: 'import/$id', component: lazyRouteComponent(() => import('./import/import-page.tsx'), 'ImportPage') },
  { path: 'jobs', component: lazyRouteComponent(() => import('./jobs/jobs-page.tsx'), 'JobsPage') },
  { path: 'settings', component: lazyRouteComponent(() => import('./settings/settings-page.tsx'), 'SettingsPage') },
  { path: 'profile', component: lazyRouteComponent(() => import('./profile/profile-page.tsx'), 'ProfilePage') },
]
