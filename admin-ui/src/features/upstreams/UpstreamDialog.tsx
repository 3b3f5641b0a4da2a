import { Drawer, Loader, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { changesBetween } from "../../api/changes";
import type { Tagged } from "../../api/client";
import { explain } from "../../api/errors";
import type { Upstream } from "../../api/generated/schema";
import { createUpstream, keys, updateUpstream, upstreamQuery } from "../../api/queries";
import { useConditionalSave } from "../../api/useConditionalSave";
import { ConflictNotice } from "../../ui/ConflictNotice";
import { Notice } from "../../ui/Notice";
import { UpstreamForm } from "./UpstreamForm";
import { fromUpstream, NEW_UPSTREAM, toUpstreamInput, type UpstreamValues } from "./upstreamForm";

interface UpstreamDialogProps {
  readonly opened: boolean;
  /** The upstream to edit; without it a new one is added. */
  readonly upstreamId: string | undefined;
  readonly onClose: () => void;
}

export function UpstreamDialog({ opened, upstreamId, onClose }: UpstreamDialogProps) {
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size="lg"
      title={<Text fw={650}>{upstreamId === undefined ? "Add upstream" : "Edit upstream"}</Text>}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {upstreamId === undefined ? (
        <NewUpstream onDone={onClose} />
      ) : (
        <LoadedUpstream upstreamId={upstreamId} onDone={onClose} />
      )}
    </Drawer>
  );
}

function NewUpstream({ onDone }: { readonly onDone: () => void }) {
  const client = useQueryClient();
  const creation = useMutation({
    mutationFn: (values: UpstreamValues) => createUpstream(toUpstreamInput(values)),
    onSuccess: async (upstream) => {
      await client.invalidateQueries({ queryKey: keys.upstreams });
      notifications.show({
        color: "teal",
        title: "Upstream added",
        message: `Routes can send requests to ${upstream.name}.`,
      });
      onDone();
    },
  });
  return (
    <UpstreamForm
      initial={NEW_UPSTREAM}
      submitLabel="Add upstream"
      busy={creation.isPending}
      error={creation.error}
      onSubmit={(values) => creation.mutate(values)}
    />
  );
}

function LoadedUpstream({ upstreamId, onDone }: { readonly upstreamId: string; readonly onDone: () => void }) {
  // Never from the cache: an edit starts from what is so now.
  const { data, error } = useQuery({ ...upstreamQuery(upstreamId), gcTime: 0 });
  if (data === undefined) {
    return error === null ? (
      <Loader type="dots" aria-label="Loading the upstream" />
    ) : (
      <Notice tone="error" {...explain(error)} />
    );
  }
  return <UpstreamEditor opened={data} onDone={onDone} />;
}

function UpstreamEditor({ opened, onDone }: { readonly opened: Tagged<Upstream>; readonly onDone: () => void }) {
  const client = useQueryClient();
  const [base, setBase] = useState(opened);
  const { id } = base.value;
  const saving = useConditionalSave({
    save: (values: UpstreamValues, etag) => updateUpstream(id, etag, toUpstreamInput(values)),
    reload: () => client.fetchQuery({ ...upstreamQuery(id), staleTime: 0 }),
    onSaved: async () => {
      await client.invalidateQueries({ queryKey: keys.upstreams, exact: true });
      notifications.show({ color: "teal", title: "Upstream saved", message: "New requests follow it at once." });
      onDone();
    },
  });
  const { theirs } = saving;
  return (
    <UpstreamForm
      key={base.etag}
      initial={fromUpstream(base.value)}
      submitLabel="Save upstream"
      busy={saving.busy}
      error={saving.error}
      onSubmit={(values) => saving.save(values, base.etag)}
      notice={(values) =>
        theirs !== undefined && (
          <ConflictNotice
            subject="upstream"
            changes={changesBetween(base.value, theirs.value)}
            busy={saving.busy}
            onTakeTheirs={() => {
              setBase(theirs);
              saving.settle();
            }}
            onKeepMine={() => saving.save(values, theirs.etag)}
          />
        )
      }
    />
  );
}
