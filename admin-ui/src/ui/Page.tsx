import { Text, Title } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import classes from "./Page.module.css";

interface PageProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly back?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** One page: its heading, what it is for, what can be done, and the content. Names the browser's tab too. */
export function Page({ title, lead, back, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Postern`;
  }, [title]);
  return (
    <div className={classes["page"]}>
      <header className={classes["header"]}>
        <div className={classes["heading"]}>
          {back}
          <Title order={1}>{title}</Title>
          {lead !== undefined && <Text className={classes["lead"] ?? ""}>{lead}</Text>}
        </div>
        {actions !== undefined && <div className={classes["actions"]}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}
