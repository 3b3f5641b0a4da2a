import { Title } from "@mantine/core";
import { type ReactNode, useId } from "react";
import classes from "./Panel.module.css";

interface PanelProps {
  readonly title?: string;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  /** Content that brings its own edges, such as a table. */
  readonly flush?: boolean;
  /** Something to know before the content, or in its place. */
  readonly notice?: ReactNode;
  readonly children: ReactNode;
}

/** A raised area of a page; a named region when it has a title. */
export function Panel({ title, lead, actions, flush = false, notice, children }: PanelProps) {
  const id = useId();
  return (
    <section className={classes["panel"]} aria-labelledby={title === undefined ? undefined : id}>
      {title !== undefined && (
        <div className={classes["head"]}>
          <div>
            <Title order={2} id={id}>
              {title}
            </Title>
            {lead !== undefined && <p className={classes["lead"]}>{lead}</p>}
          </div>
          {actions !== undefined && <div className={classes["actions"]}>{actions}</div>}
        </div>
      )}
      {notice !== undefined && <div className={classes["notice"]}>{notice}</div>}
      <div className={flush ? classes["flush"] : classes["body"]}>{children}</div>
    </section>
  );
}
