import { Alert, Button } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./Notice.module.css";

export interface NoticeProps {
  readonly tone: "error" | "warning" | "success" | "info";
  readonly title: string;
  readonly detail?: ReactNode;
  readonly items?: readonly string[];
  readonly actionLabel?: string;
  readonly onAction?: () => void;
}

const TONES = {
  error: { color: "red", icon: <IconAlertTriangle /> },
  warning: { color: "yellow", icon: <IconAlertTriangle /> },
  success: { color: "teal", icon: <IconCircleCheck /> },
  info: { color: "iris", icon: <IconInfoCircle /> },
} as const;

/** Something to know about the page at hand: an error with what to change, a finding, a result. */
export function Notice({ tone, title, detail, items = [], actionLabel, onAction }: NoticeProps) {
  const { color, icon } = TONES[tone];
  return (
    <Alert color={color} title={title} icon={icon} radius="md" role={tone === "error" ? "alert" : "status"}>
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
    </Alert>
  );
}
