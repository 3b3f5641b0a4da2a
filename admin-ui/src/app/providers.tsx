import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ApiProblem, isSignedOut } from "../api/errors";
import { keys } from "../api/queries";
import { theme } from "./theme";

// The key is read by public/color-scheme.js too.
const colorSchemeManager = localStorageColorSchemeManager({ key: "postern-color-scheme" });

/** What the gateway refused stays refused; only silence and its own failures are worth another try. */
function worthRetrying(failures: number, error: unknown): boolean {
  const isRefusal = error instanceof ApiProblem && error.status < 500;
  return !isRefusal && failures < 2;
}

/** Wherever the gateway says that the session is over, the whole UI knows. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  const onError = (error: unknown) => {
    const known = client.getQueryData(keys.session);
    if (isSignedOut(error) && known !== null && known !== undefined) {
      client.setQueryData(keys.session, null);
      onSignedOut();
    }
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: { queries: { retry: worthRetrying, staleTime: 5_000 }, mutations: { retry: false } },
  });
  return client;
}

interface ProvidersProps {
  readonly queryClient: QueryClient;
  readonly children: ReactNode;
}

export function Providers({ queryClient, children }: ProvidersProps) {
  return (
    // Neither variables nor classes as style elements: theme-sheet.ts and style sheets of our own stand in for them.
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={colorSchemeManager}
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <Notifications position="bottom-right" />
      <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
    </MantineProvider>
  );
}
