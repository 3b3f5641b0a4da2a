import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./EmptyState.module.css";

interface EmptyStateProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** What to show where there is nothing yet, and how to change that. */
export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <div className={classes["empty"]}>
      <div className={classes["icon"]} aria-hidden="true">
        {icon}
      </div>
      <Text fw={600}>{title}</Text>
      {children !== undefined && <div className={classes["text"]}>{children}</div>}
      {action}
    </div>
  );
}
