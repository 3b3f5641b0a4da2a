import { Drawer, Text } from "@mantine/core";
import { type Handshake, outcomeOf } from "../../api/handshake";
import { explainEarlyData, explainFailure, spaced } from "../../api/reasons";
import { Facts } from "../../ui/Facts";
import { Notice } from "../../ui/Notice";
import { formatMoment } from "../../ui/time";
import classes from "./HandshakeDetails.module.css";
import { LOOKS, OutcomeTag } from "./outcomes";

interface HandshakeDetailsProps {
  readonly handshake: Handshake | undefined;
  readonly onClose: () => void;
}

/** Everything known of one handshake, with the reason in plain words. */
export function HandshakeDetails({ handshake, onClose }: HandshakeDetailsProps) {
  return (
    <Drawer
      opened={handshake !== undefined}
      onClose={onClose}
      position="right"
      size="md"
      title={<Text fw={650}>Handshake</Text>}
      closeButtonProps={{ "aria-label": "Close details" }}
    >
      {handshake !== undefined && <Details handshake={handshake} />}
    </Drawer>
  );
}

function Details({ handshake }: { readonly handshake: Handshake }) {
  const outcome = outcomeOf(handshake);
  return (
    <div className={classes["details"]}>
      <div>
        <OutcomeTag outcome={outcome} />
        <p className={classes["name"]}>{handshake.sni ?? "No server name"}</p>
        <p className={classes["meaning"]}>{LOOKS[outcome].meaning}</p>
      </div>
      <Why handshake={handshake} />
      <Facts
        facts={[
          ["Time", formatMoment(handshake.time)],
          ["Took", `${handshake.durationMillis.toFixed(2)} ms`],
          ["Client", handshake.remoteAddress],
          ["Host", handshake.host],
          ["Version", handshake.version],
          ["Cipher suite", handshake.cipher],
          ["Key exchange", handshake.group],
          ["Application protocol", handshake.alpn],
          ["Resumption", handshake.resumption === "psk" ? "from a ticket" : "none"],
          ["Early data", handshake.earlyData.replaceAll("_", " ")],
          ["Early data reason", reasonOf(handshake)],
          ["Listener", handshake.listener],
          ["Failed in", spaced(handshake.failure?.phase)],
          ["Whose fault", spaced(handshake.failure?.fault.toLowerCase().replaceAll("_", " "))],
          ["Alert", handshake.alert],
        ]}
      />
    </div>
  );
}

/** Only where it says more than the line above it. */
const reasonOf = ({ earlyData, earlyDataReason }: Handshake): string | undefined =>
  earlyData === "rejected" ? earlyDataReason : undefined;

function Why({ handshake }: { readonly handshake: Handshake }) {
  if (handshake.result === "failure") {
    const cause = explainFailure(handshake.failure?.reason, handshake.alert);
    return <Notice tone="error" title={titleOf(handshake)} detail={cause} />;
  }
  if (handshake.earlyData === "rejected") {
    const reason = handshake.earlyDataReason;
    return (
      <Notice
        tone="info"
        title="Early data was refused"
        detail={reason === undefined ? undefined : explainEarlyData(reason)}
      />
    );
  }
  return null;
}

function titleOf({ failure, alert }: Handshake): string {
  const title = failure === undefined ? (alert ?? "failed") : spaced(failure.reason);
  return title.charAt(0).toUpperCase() + title.slice(1);
}
