import { ActionIcon, Button, Menu, Text, UnstyledButton } from "@mantine/core";
import { IconDots, IconPlus, IconRoute, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { explain } from "../../api/errors";
import type { Host, Route, Upstream } from "../../api/generated/schema";
import { deleteRoute, keys, routeQuery, routesQuery, upstreamsQuery } from "../../api/queries";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { type Column, DataTable } from "../../ui/DataTable";
import { EmptyState } from "../../ui/EmptyState";
import { Notice } from "../../ui/Notice";
import { Panel } from "../../ui/Panel";
import { Tag, type Tone } from "../../ui/Tag";
import { heldBecause } from "./earlyData";
import { type EarlyDataAction, labelOf } from "./earlyRequests";
import { RouteDialog } from "./RouteDialog";
import classes from "./RoutesPanel.module.css";

type Opened = { readonly what: "new" } | { readonly what: "edit" | "delete"; readonly route: Route };

/** The routes of one host, in the order in which they are tried. */
export function RoutesPanel({ host }: { readonly host: Host }) {
  const { id: hostId, declared: readOnly } = host;
  const { data: routes = [], error, isPending, refetch } = useQuery(routesQuery(hostId));
  const { data: upstreams = [] } = useQuery(upstreamsQuery);
  const [opened, setOpened] = useState<Opened>();
  const close = () => setOpened(undefined);
  const upstreamOf = (route: Route) => upstreams.find(({ id }) => id === route.upstreamId);
  return (
    <Panel
      title="Routes"
      lead="The longest path prefix wins, then methods, then headers."
      flush
      notice={
        error === null ? undefined : (
          <Notice tone="error" {...explain(error)} actionLabel="Try again" onAction={() => void refetch()} />
        )
      }
      actions={
        !readOnly && (
          <Button
            variant="light"
            leftSection={<IconPlus size={16} aria-hidden="true" />}
            onClick={() => setOpened({ what: "new" })}
          >
            Add route
          </Button>
        )
      }
    >
      {error === null && (
        <DataTable
          caption="Routes"
          columns={columns(host, upstreamOf, setOpened)}
          rows={routes}
          rowKey={(route) => route.id}
          loading={isPending}
          empty={
            <EmptyState icon={<IconRoute />} title="No routes yet">
              Until there is one, every request to this host gets 404.
            </EmptyState>
          }
        />
      )}
      <RouteDialog
        host={host}
        opened={opened?.what === "new" || opened?.what === "edit"}
        routeId={opened?.what === "edit" ? opened.route.id : undefined}
        onClose={close}
      />
      <DeleteRoute hostId={hostId} route={opened?.what === "delete" ? opened.route : undefined} onClose={close} />
    </Panel>
  );
}

const columns = (
  host: Host,
  upstreamOf: (route: Route) => Upstream | undefined,
  onOpen: (opened: Opened) => void,
): Column<Route>[] => [
  {
    header: "Name",
    rowHeader: true,
    cell: (route) =>
      route.declared ? (
        <span className={classes["fixed"]}>{route.name}</span>
      ) : (
        <UnstyledButton
          className={classes["name"] ?? ""}
          aria-label={`Edit route ${route.name}`}
          onClick={() => onOpen({ what: "edit", route })}
        >
          {route.name}
        </UnstyledButton>
      ),
  },
  { header: "Takes", cell: (route) => <Match route={route} /> },
  { header: "Upstream", cell: (route) => upstreamOf(route)?.name ?? route.upstreamId },
  {
    header: "Early requests",
    cell: (route) => <EarlyAction route={route} held={heldBecause(host, upstreamOf(route))} />,
  },
  {
    header: "Actions",
    actions: true,
    cell: (route) =>
      route.declared ? (
        <Tag>declared</Tag>
      ) : (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={`More for route ${route.name}`}>
              <IconDots size={18} aria-hidden="true" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              color="red"
              leftSection={<IconTrash size={16} aria-hidden="true" />}
              onClick={() => onOpen({ what: "delete", route })}
            >
              Delete
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ),
  },
];

function Match({ route }: { readonly route: Route }) {
  const { pathPrefix, methods, headers } = route.match;
  return (
    <span className={classes["match"]}>
      <span className={classes["methods"]}>{methods.length === 0 ? "any method" : methods.join(", ")}</span>
      <code className={classes["path"]}>{pathPrefix}</code>
      {Object.keys(headers).length > 0 && (
        <span className={classes["methods"]}>with {Object.keys(headers).join(", ")}</span>
      )}
    </span>
  );
}

const ACTION_TONES: Readonly<Record<EarlyDataAction, Tone>> = { hold: "plain", tooEarly: "iris", allow: "amber" };

/** What a route says, and where the gateway holds all the same. */
function EarlyAction({ route, held }: { readonly route: Route; readonly held: string | undefined }) {
  const action = route.earlyData;
  return (
    <span className={classes["early"]}>
      <Tag tone={ACTION_TONES[action]}>{labelOf(action)}</Tag>
      {action === "allow" && held !== undefined && <span className={classes["held"]}>{held}</span>}
    </span>
  );
}

interface DeleteRouteProps {
  readonly hostId: string;
  readonly route: Route | undefined;
  readonly onClose: () => void;
}

function DeleteRoute({ hostId, route, onClose }: DeleteRouteProps) {
  const client = useQueryClient();
  const removal = useMutation({
    mutationFn: async (id: string) => {
      const { etag } = await client.fetchQuery({ ...routeQuery(hostId, id), staleTime: 0 });
      await deleteRoute(hostId, id, etag);
    },
    onSuccess: async () => {
      close();
      await client.invalidateQueries({ queryKey: keys.routes(hostId) });
    },
  });
  const close = () => {
    removal.reset();
    onClose();
  };
  return (
    <ConfirmDialog
      opened={route !== undefined}
      title={`Delete route ${route?.name ?? ""}?`}
      confirmLabel="Delete route"
      busy={removal.isPending}
      onConfirm={() => route !== undefined && removal.mutate(route.id)}
      onClose={close}
    >
      {removal.isError ? (
        <Notice tone="error" {...explain(removal.error)} />
      ) : (
        <Text>Requests that it took go to the next route that matches, or get 404.</Text>
      )}
    </ConfirmDialog>
  );
}
