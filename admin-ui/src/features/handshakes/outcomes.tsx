import { IconBolt, IconLockAccess, IconRepeat, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Outcome } from "../../api/handshake";
import { Tag, type Tone } from "../../ui/Tag";

interface OutcomeLook {
  readonly label: string;
  readonly meaning: string;
  readonly tone: Tone;
  readonly icon: ReactNode;
}

/** How each outcome is named and drawn, everywhere in this feature. */
export const LOOKS: Readonly<Record<Outcome, OutcomeLook>> = {
  full: {
    label: "Full",
    meaning: "Certificate and key exchange, nothing remembered",
    tone: "iris",
    icon: <IconLockAccess aria-hidden="true" />,
  },
  resumed: {
    label: "Resumed",
    meaning: "From a ticket, without a certificate",
    tone: "teal",
    icon: <IconRepeat aria-hidden="true" />,
  },
  early: {
    label: "0-RTT",
    meaning: "Resumed, and the request came in the first flight",
    tone: "amber",
    icon: <IconBolt aria-hidden="true" />,
  },
  failed: {
    label: "Failed",
    meaning: "No connection came of it",
    tone: "red",
    icon: <IconX aria-hidden="true" />,
  },
};

export function OutcomeTag({ outcome }: { readonly outcome: Outcome }) {
  const look = LOOKS[outcome];
  return (
    <Tag tone={look.tone} icon={look.icon}>
      {look.label}
    </Tag>
  );
}
