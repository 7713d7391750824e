import { createRootRoute, createRoute, createRouter, Outlet, retainSearchParams } from '@tanstack/react-router'
import { z } from 'zod'
import { ErrorState } from './kit/error-state.tsx'
import { Page } from './kit/page-header.tsx'
import { PageSkeleton } from './kit/page-skeleton.tsx'
import { doorPages, officePages } from './pages/door-routes.ts'
import { workPages } from './pages/routes.ts'
import { LostPage } from './shell/lost-page.tsx'
import { WorkspaceScreen } from './shell/workspace-screen.tsx'

/** The address holds the whole screen: workspace, page, filters, and the day looked at. */
export const rootRoute = createRootRoute()
// Kept out of the literal above, where a component makes the types of every route `any`.
rootRoute.update({ component: Outlet, notFoundComponent: LostPage })

/** A mistyped day in an address is no day; the page still opens. */
export const workspaceSearch = z.object({ as_of: z.iso.date().optional().catch(undefined) })

export const workspaceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: 'w/$workspace',
  component: WorkspaceScreen,
  validateSearch: workspaceSearch,
  search: { middlewares: [retainSearchParams(['as_of'])] },
})

const doorRoutes = doorPages.map((page) => createRoute({ getParentRoute: () => rootRoute, ...page }))
const workRoutes = [...workPages, ...officePages].map((page) =>
  createRoute({ getParentRoute: () => workspaceRoute, ...page }),
)

export const router = createRouter({
  routeTree: rootRoute.addChildren([...doorRoutes, workspaceRoute.addChildren(workRoutes)]),
  defaultPreload: 'intent',
  defaultPendingComponent: PageSkeleton,
  defaultErrorComponent: ({ error, reset }) => (
    <Page>
      <ErrorState error={error} onRetry={reset} />
    </Page>
  ),
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
