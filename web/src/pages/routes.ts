import { lazyRouteComponent } from '@tanstack/react-router'

/** Pages of a workspace and where they are; each is loaded when first gone to. */
export const workPages = [
  { path: '/', component: lazyRouteComponent(() => import('./home/home-page.tsx'), 'HomePage') },
  { path: 'deals', component: lazyRouteComponent(() => import('./deals/deals-page.tsx'), 'DealsPage') },
  { path: 'deals/$id', component: lazyRouteComponent(() => import('./deals/deal-page.tsx'), 'DealPage') },
  { path: 'accounts', component: lazyRouteComponent(() => import('./accounts/accounts-page.tsx'), 'AccountsPage') },
  { path: 'accounts/$id', component: lazyRouteComponent(() => import('./accounts/account-page.tsx'), 'AccountPage') },
  { path: 'contacts', component: lazyRouteComponent(() => import('./contacts/contacts-page.tsx'), 'ContactsPage') },
  {
    path: 'activities',
    component: lazyRouteComponent(() => import('./activities/activities-page.tsx'), 'ActivitiesPage'),
  },
  { path: 'people', component: lazyRouteComponent(() => import('./people/people-page.tsx'), 'PeoplePage') },
  { path: 'people/$id', component: lazyRouteComponent(() => import('./people/person-page.tsx'), 'PersonPage') },
  { path: 'metrics', component: lazyRouteComponent(() => import('./metrics/metrics-page.tsx'), 'MetricsPage') },
  { path: 'forecast', component: lazyRouteComponent(() => import('./forecast/forecast-page.tsx'), 'ForecastPage') },
  { path: 'targets', component: lazyRouteComponent(() => import('./targets/targets-page.tsx'), 'TargetsPage') },
] as const
