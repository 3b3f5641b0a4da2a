import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  Outlet,
  redirect,
  useNavigate,
  useSearch,
} from "@tanstack/react-router";
import { sessionQuery } from "../api/queries";
import { parseFilter } from "../features/handshakes/filter";
import { HandshakesPage } from "../features/handshakes/HandshakesPage";
import { SignInPage } from "../features/session/SignInPage";
import { FailurePage, NotFoundPage, WaitingPage } from "./fallbacks";
import { Layout } from "./Layout";
import { BASE_PATH, paths, safeNext } from "./paths";

interface RouterContext {
  readonly queryClient: QueryClient;
}

const rootRoute = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  notFoundComponent: NotFoundPage,
});

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.signIn,
  validateSearch: (search: Record<string, unknown>): { next?: string } =>
    typeof search["next"] === "string" ? { next: search["next"] } : {},
  component: function SignIn() {
    const { next } = useSearch({ from: paths.signIn });
    const navigate = useNavigate();
    return <SignInPage onSignedIn={() => navigate({ href: BASE_PATH + safeNext(next) })} />;
  },
});

/** Everything that needs a session. */
const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "signedIn",
  beforeLoad: async ({ context, location }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    if (session === null) {
      throw redirect({ to: paths.signIn, search: { next: location.href } });
    }
  },
  component: Layout,
});

const handshakesRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: paths.handshakes,
  validateSearch: parseFilter,
  component: function Handshakes() {
    const filter = useSearch({ from: "/signedIn/" });
    const navigate = useNavigate();
    return (
      <HandshakesPage
        filter={filter}
        onFilter={(search) => navigate({ to: paths.handshakes, search: parseFilter({ ...search }), replace: true })}
      />
    );
  },
});

const routeTree = rootRoute.addChildren([signInRoute, signedInRoute.addChildren([handshakesRoute])]);

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    basepath: BASE_PATH,
    context: { queryClient },
    defaultPreload: "intent",
    defaultPendingComponent: WaitingPage,
    defaultErrorComponent: FailurePage,
    scrollRestoration: true,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
