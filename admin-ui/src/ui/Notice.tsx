import { Button } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Callout, type CalloutTone } from "./Callout";
import classes from "./Notice.module.css";

interface NoticeProps {
  readonly tone: CalloutTone;
  readonly title: string;
  readonly detail?: ReactNode;
  readonly items?: readonly string[];
  readonly actionLabel?: string;
  readonly onAction?: () => void;
}

const ICONS: Readonly<Record<CalloutTone, ReactNode>> = {
  error: <IconAlertTriangle />,
  warning: <IconAlertTriangle />,
  success: <IconCircleCheck />,
  info: <IconInfoCircle />,
};

/** Something to know about the page at hand: an error with what to change, a finding, a result. */
export function Notice({ tone, title, detail, items = [], actionLabel, onAction }: NoticeProps) {
  return (
    <Callout tone={tone} icon={ICONS[tone]} title={title} urgent={tone === "error"}>
      {detail !== undefined && <p className={classes["detail"]}>{detail}</p>}
      {items.length > 0 && (
        <ul className={classes["items"]}>
          {items.map((item) => (
            <li key={item}>{item}</li>
          ))}
        </ul>
      )}
      {actionLabel !== undefined && (
        <Button size="compact-sm" variant="default" className={classes["action"] ?? ""} onClick={onAction}>
          {actionLabel}
        </Button>
      )}
    </Callout>
  );
}
