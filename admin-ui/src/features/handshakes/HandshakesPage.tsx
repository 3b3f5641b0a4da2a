import { Button, Group, TextInput } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay, IconSearch, IconTimeline } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type { Handshake } from "../../api/handshake";
import { EmptyState } from "../../ui/EmptyState";
import { Page } from "../../ui/Page";
import { Panel } from "../../ui/Panel";
import { useNow } from "../../ui/useNow";
import { type HandshakeFilter, matches } from "./filter";
import { HandshakeDetails } from "./HandshakeDetails";
import { useHandshakeFeed } from "./HandshakeFeedContext";
import { HandshakeTable } from "./HandshakeTable";
import { OutcomeTiles } from "./OutcomeTiles";
import { RateChart } from "./RateChart";
import { StreamStatus } from "./StreamStatus";

const SHOWN_ROWS = 50;

interface HandshakesPageProps {
  readonly filter: HandshakeFilter;
  readonly onFilter: (filter: HandshakeFilter) => void;
}

/** What clients do at the gate, as it happens. */
export function HandshakesPage({ filter, onFilter }: HandshakesPageProps) {
  const feed = useHandshakeFeed();
  const nowMillis = useNow(1000);
  const [held, setHeld] = useState<readonly Handshake[]>();
  const [opened, setOpened] = useState<Handshake>();
  const source = held ?? feed.recent;
  const shown = useMemo(
    () => source.filter((handshake) => matches(filter, handshake)).slice(0, SHOWN_ROWS),
    [source, filter],
  );
  const { outcome, ...rest } = filter;
  return (
    <Page
      title="Handshakes"
      lead="Every TLS handshake as it ends: full, resumed, with early data, or failed and why."
      actions={<StreamStatus />}
    >
      <OutcomeTiles
        feed={feed}
        chosen={outcome}
        onChoose={(chosen) => onFilter(chosen === undefined ? rest : { ...rest, outcome: chosen })}
      />
      <Panel>
        <RateChart buckets={feed.buckets} nowMillis={nowMillis} />
      </Panel>
      <Panel
        title="Latest"
        flush
        actions={
          <Group gap="xs">
            <TextInput
              aria-label="Filter by name, address, cipher or reason"
              placeholder="Filter by name, cipher, reason…"
              type="search"
              leftSection={<IconSearch size={16} aria-hidden="true" />}
              value={filter.q ?? ""}
              onChange={(event) => onFilter({ ...filter, q: event.currentTarget.value })}
            />
            <PauseButton
              waiting={held === undefined ? undefined : newerThan(held, feed.recent)}
              onPause={() => setHeld(feed.recent)}
              onResume={() => setHeld(undefined)}
            />
          </Group>
        }
      >
        <HandshakeTable handshakes={shown} empty={<Nothing any={source.length > 0} />} onOpen={setOpened} />
      </Panel>
      <HandshakeDetails handshake={opened} onClose={() => setOpened(undefined)} />
    </Page>
  );
}

interface PauseButtonProps {
  /** How many handshakes wait behind the pause; undefined while running. */
  readonly waiting: number | undefined;
  readonly onPause: () => void;
  readonly onResume: () => void;
}

function PauseButton({ waiting, onPause, onResume }: PauseButtonProps) {
  return waiting === undefined ? (
    <Button variant="default" leftSection={<IconPlayerPause size={16} aria-hidden="true" />} onClick={onPause}>
      Pause
    </Button>
  ) : (
    <Button leftSection={<IconPlayerPlay size={16} aria-hidden="true" />} onClick={onResume}>
      {waiting === 0 ? "Resume" : `Resume · ${waiting} new`}
    </Button>
  );
}

function Nothing({ any }: { readonly any: boolean }) {
  return any ? (
    <EmptyState icon={<IconSearch />} title="No handshake matches">
      Change the filter above, or wait for one that does.
    </EmptyState>
  ) : (
    <EmptyState icon={<IconTimeline />} title="Nothing yet">
      Handshakes appear here the moment they end. Open a page of one of your hosts to see the first.
    </EmptyState>
  );
}

function newerThan(held: readonly Handshake[], recent: readonly Handshake[]): number {
  const newest = held[0]?.id;
  const index = recent.findIndex((handshake) => handshake.id === newest);
  return index === -1 ? recent.length : index;
}
