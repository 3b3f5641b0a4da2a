import { RouterProvider } from "@tanstack/react-router";
import { paths } from "./paths";
import { createQueryClient, Providers } from "./providers";
import { createAppRouter } from "./router";

const queryClient = createQueryClient(() => {
  const next = router.state.location.href;
  void router.navigate({ to: paths.signIn, search: { next } });
});

const router = createAppRouter(queryClient);

export function App() {
  return (
    <Providers queryClient={queryClient}>
      <RouterProvider router={router} />
    </Providers>
  );
}
