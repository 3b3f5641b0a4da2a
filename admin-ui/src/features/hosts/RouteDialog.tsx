import { Drawer, Loader, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { changesBetween } from "../../api/changes";
import type { Tagged } from "../../api/client";
import { explain } from "../../api/errors";
import type { Host, Route } from "../../api/generated/schema";
import { createRoute, keys, patchRoute, routeQuery } from "../../api/queries";
import { useConditionalSave } from "../../api/useConditionalSave";
import { ConflictNotice } from "../../ui/ConflictNotice";
import { Notice } from "../../ui/Notice";
import { RouteForm } from "./RouteForm";
import { changedRoute, fromRoute, NEW_ROUTE, newRoute, type RouteValues } from "./routeForm";

interface RouteDialogProps {
  /** As it is now: it says what the route does not. */
  readonly host: Host;
  readonly opened: boolean;
  /** The route to edit; without it a new one is added. */
  readonly routeId: string | undefined;
  readonly onClose: () => void;
}

export function RouteDialog({ host, opened, routeId, onClose }: RouteDialogProps) {
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
        <NewRoute host={host} onDone={onClose} />
      ) : (
        <LoadedRoute host={host} routeId={routeId} onDone={onClose} />
      )}
    </Drawer>
  );
}

function NewRoute({ host, onDone }: { readonly host: Host; readonly onDone: () => void }) {
  const client = useQueryClient();
  const creation = useMutation({
    mutationFn: (values: RouteValues) => createRoute(host.id, newRoute(values)),
    onSuccess: async (route) => {
      await client.invalidateQueries({ queryKey: keys.routes(host.id) });
      notifications.show({ color: "teal", title: "Route added", message: `${route.name} takes requests from now on.` });
      onDone();
    },
  });
  return (
    <RouteForm
      initial={NEW_ROUTE}
      preset={host.earlyData.preset}
      submitLabel="Add route"
      busy={creation.isPending}
      error={creation.error}
      onSubmit={(values) => creation.mutate(values)}
    />
  );
}

interface LoadedRouteProps {
  readonly host: Host;
  readonly routeId: string;
  readonly onDone: () => void;
}

function LoadedRoute({ host, routeId, onDone }: LoadedRouteProps) {
  // Never from the cache: an edit starts from what is so now.
  const { data, error } = useQuery({ ...routeQuery(host.id, routeId), gcTime: 0 });
  if (data === undefined) {
    return error === null ? (
      <Loader type="dots" aria-label="Loading the route" />
    ) : (
      <Notice tone="error" {...explain(error)} />
    );
  }
  return <RouteEditor host={host} opened={data} onDone={onDone} />;
}

interface RouteEditorProps {
  readonly host: Host;
  readonly opened: Tagged<Route>;
  readonly onDone: () => void;
}

function RouteEditor({ host, opened, onDone }: RouteEditorProps) {
  const client = useQueryClient();
  const [base, setBase] = useState(opened);
  const { id, hostId } = base.value;
  const saving = useConditionalSave({
    save: (values: RouteValues, etag) => patchRoute(hostId, id, etag, changedRoute(base.value, values)),
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
      preset={host.earlyData.preset}
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
            merges
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
