import { Drawer, Loader, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { changesBetween } from "../../api/changes";
import type { Tagged } from "../../api/client";
import { explain } from "../../api/errors";
import type { Route } from "../../api/generated/schema";
import { createRoute, hostQuery, keys, routeQuery, updateRoute } from "../../api/queries";
import { useConditionalSave } from "../../api/useConditionalSave";
import { ConflictNotice } from "../../ui/ConflictNotice";
import { Notice } from "../../ui/Notice";
import { RouteForm } from "./RouteForm";
import { fromRoute, newRoute, type RouteValues, toRouteInput } from "./routeForm";

interface RouteDialogProps {
  readonly hostId: string;
  readonly opened: boolean;
  /** The route to edit; without it a new one is added. */
  readonly routeId: string | undefined;
  readonly onClose: () => void;
}

export function RouteDialog({ hostId, opened, routeId, onClose }: RouteDialogProps) {
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size="lg"
      title={<Text fw={650}>{routeId === undefined ? "Add route" : "Edit route"}</Text>}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {routeId === undefined ? (
        <NewRoute hostId={hostId} onDone={onClose} />
      ) : (
        <LoadedRoute hostId={hostId} routeId={routeId} onDone={onClose} />
      )}
    </Drawer>
  );
}

function NewRoute({ hostId, onDone }: { readonly hostId: string; readonly onDone: () => void }) {
  const client = useQueryClient();
  const creation = useMutation({
    mutationFn: (values: RouteValues) => createRoute(hostId, toRouteInput(values)),
    onSuccess: async (route) => {
      await client.invalidateQueries({ queryKey: keys.routes(hostId) });
      notifications.show({ color: "teal", title: "Route added", message: `${route.name} takes requests from now on.` });
      onDone();
    },
  });
  const { data: host, error } = useQuery(hostQuery(hostId));
  if (host === undefined) {
    return error === null ? (
      <Loader type="dots" aria-label="Loading the host" />
    ) : (
      <Notice tone="error" {...explain(error)} />
    );
  }
  return (
    <RouteForm
      initial={newRoute(host.value.earlyData.preset)}
      submitLabel="Add route"
      busy={creation.isPending}
      error={creation.error}
      onSubmit={(values) => creation.mutate(values)}
    />
  );
}

interface LoadedRouteProps {
  readonly hostId: string;
  readonly routeId: string;
  readonly onDone: () => void;
}

function LoadedRoute({ hostId, routeId, onDone }: LoadedRouteProps) {
  // Never from the cache: an edit starts from what is so now.
  const { data, error } = useQuery({ ...routeQuery(hostId, routeId), gcTime: 0 });
  if (data === undefined) {
    return error === null ? (
      <Loader type="dots" aria-label="Loading the route" />
    ) : (
      <Notice tone="error" {...explain(error)} />
    );
  }
  return <RouteEditor hostId={hostId} opened={data} onDone={onDone} />;
}

interface RouteEditorProps {
  readonly hostId: string;
  readonly opened: Tagged<Route>;
  readonly onDone: () => void;
}

function RouteEditor({ hostId, opened, onDone }: RouteEditorProps) {
  const client = useQueryClient();
  const [base, setBase] = useState(opened);
  const { id } = base.value;
  const saving = useConditionalSave({
    save: (values: RouteValues, etag) => updateRoute(hostId, id, etag, toRouteInput(values)),
    reload: () => client.fetchQuery({ ...routeQuery(hostId, id), staleTime: 0 }),
    onSaved: async () => {
      await client.invalidateQueries({ queryKey: keys.routes(hostId), exact: true });
      notifications.show({ color: "teal", title: "Route saved", message: "New requests follow it at once." });
      onDone();
    },
  });
  const { theirs } = saving;
  return (
    <RouteForm
      key={base.etag}
      initial={fromRoute(base.value)}
      submitLabel="Save route"
      busy={saving.busy}
      error={saving.error}
      onSubmit={(values) => saving.save(values, base.etag)}
      notice={(values) =>
        theirs !== undefined && (
          <ConflictNotice
            subject="route"
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
