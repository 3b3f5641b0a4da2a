import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { Tagged } from "./client";
import { isStale } from "./errors";

interface ConditionalSave<Input, T> {
  readonly save: (input: Input, etag: string) => Promise<unknown>;
  /** Reads the version that someone else has written, after a 412. */
  readonly reload: () => Promise<Tagged<T>>;
  readonly onSaved: () => void;
}

/**
 * A write that names the version it was made from. When someone else was faster, the gateway answers 412 and
 * `theirs` holds what they wrote, so that the form can show both and let the user choose.
 */
export function useConditionalSave<Input, T>({ save, reload, onSaved }: ConditionalSave<Input, T>) {
  const [theirs, setTheirs] = useState<Tagged<T>>();
  const mutation = useMutation({
    mutationFn: ({ input, etag }: { input: Input; etag: string }) => save(input, etag),
    onSuccess: () => {
      setTheirs(undefined);
      onSaved();
    },
    onError: async (error) => {
      if (isStale(error)) {
        setTheirs(await reload().catch(() => undefined));
      }
    },
  });
  return {
    save: (input: Input, etag: string) => mutation.mutate({ input, etag }),
    busy: mutation.isPending,
    // Where their version cannot be read either, there is nothing to choose from, but something to say.
    error: isStale(mutation.error) && theirs !== undefined ? null : mutation.error,
    theirs,
    settle: () => {
      setTheirs(undefined);
      mutation.reset();
    },
  };
}
