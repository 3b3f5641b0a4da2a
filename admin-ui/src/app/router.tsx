import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  Outlet,
  redirect,
  useNavigate,
  useParams,
  useSearch,
} from "@tanstack/react-router";
import { hostQuery, sessionQuery } from "../api/queries";
import { CertificatesPage } from "../features/certificates/CertificatesPage";
import { EarlyDataPage } from "../features/earlydata/EarlyDataPage";
import { parseFilter } from "../features/handshakes/filter";
import { HandshakesPage } from "../features/handshakes/HandshakesPage";
import { HostPage } from "../features/hosts/HostPage";
import { HostsPage } from "../features/hosts/HostsPage";
import { NewHostPage } from "../features/hosts/NewHostPage";
import { parseQuestion, ResolvePage } from "../features/resolve/ResolvePage";
import { SignInPage } from "../features/session/SignInPage";
import { UpstreamsPage } from "../features/upstreams/UpstreamsPage";
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

const certificatesRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: paths.certificates,
  component: CertificatesPage,
});

const hostsRoute = createRoute({ getParentRoute: () => signedInRoute, path: paths.hosts, component: HostsPage });

const newHostRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: paths.newHost,
  component: function NewHost() {
    const navigate = useNavigate();
    return <NewHostPage onCreated={(hostId) => navigate({ to: paths.host, params: { hostId } })} />;
  },
});

const hostRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: paths.host,
  loader: ({ context, params }) => context.queryClient.ensureQueryData(hostQuery(params.hostId)),
  component: function HostDetails() {
    const { hostId } = useParams({ from: "/signedIn/hosts/$hostId" });
    const navigate = useNavigate();
    return <HostPage key={hostId} hostId={hostId} onDeleted={() => navigate({ to: paths.hosts })} />;
  },
});

const upstreamsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: paths.upstreams,
  component: UpstreamsPage,
});

const earlyDataRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: paths.earlyData,
  component: EarlyDataPage,
});

const resolveRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: paths.resolve,
  validateSearch: parseQuestion,
  component: function Resolve() {
    const question = useSearch({ from: "/signedIn/resolve" });
    const navigate = useNavigate();
    return <ResolvePage question={question} onAsk={(search) => navigate({ to: paths.resolve, search })} />;
  },
});

const routeTree = rootRoute.addChildren([
  signInRoute,
  signedInRoute.addChildren([
    handshakesRoute,
    certificatesRoute,
    hostsRoute,
    newHostRoute,
    hostRoute,
    upstreamsRoute,
    earlyDataRoute,
    resolveRoute,
  ]),
]);

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    basepath: BASE_PATH,
    context: { queryClient },
    defaultPreload: "intent",
    defaultPendingComponent: WaitingPage,
    defaultErrorComponent: FailurePage,
    scrollRestoration: true,
    scrollToTopSelectors: ["#scroll"],
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
