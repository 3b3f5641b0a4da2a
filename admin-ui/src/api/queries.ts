import { queryOptions } from "@tanstack/react-query";
import { api, bodyOf } from "./client";
import { isSignedOut } from "./errors";
import type { Session } from "./generated/schema";

/** Every key of the query cache, so that a write knows what it makes stale. */
export const keys = {
  session: ["session"],
} as const;

/** Who is signed in, or null. */
export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: async (): Promise<Session | null> => {
    try {
      return bodyOf(await api.GET("/api/v1/session"));
    } catch (error) {
      if (isSignedOut(error)) {
        return null;
      }
      throw error;
    }
  },
  staleTime: 60_000,
});

export async function signIn(token: string): Promise<void> {
  await api.POST("/api/v1/session", { body: { token } });
}

export async function signOut(): Promise<void> {
  await api.DELETE("/api/v1/session");
}
