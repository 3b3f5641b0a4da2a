import { Skeleton } from "@mantine/core";
import type { Key, ReactNode } from "react";
import classes from "./DataTable.module.css";

export interface Column<Row> {
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** Figures line up on the right. */
  readonly numeric?: boolean;
  /** The column that names the row, for a screen reader. */
  readonly rowHeader?: boolean;
  /** Column of buttons: its header is there for a screen reader only. */
  readonly actions?: boolean;
}

interface DataTableProps<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => Key;
  readonly loading?: boolean;
  readonly empty: ReactNode;
  readonly dense?: boolean;
}

/** A table that turns into a list of cards where the screen is narrow. */
export function DataTable<Row>({ caption, columns, rows, rowKey, loading, empty, dense }: DataTableProps<Row>) {
  if (loading === true) {
    return <LoadingRows caption={caption} />;
  }
  if (rows.length === 0) {
    return empty;
  }
  return (
    <table className={classes["table"]} data-dense={dense === true || undefined}>
      <caption className={classes["caption"]}>{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.header} scope="col" data-numeric={column.numeric}>
              {column.actions === true ? <span className={classes["hidden"]}>{column.header}</span> : column.header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)}>
            {columns.map((column) => (
              <Cell key={column.header} column={column} row={row} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell<Row>({ column, row }: { readonly column: Column<Row>; readonly row: Row }) {
  const attributes = {
    "data-label": column.actions === true ? undefined : column.header,
    "data-numeric": column.numeric,
    "data-actions": column.actions,
  };
  return column.rowHeader === true ? (
    <th scope="row" {...attributes}>
      {column.cell(row)}
    </th>
  ) : (
    <td {...attributes}>{column.cell(row)}</td>
  );
}

function LoadingRows({ caption }: { readonly caption: string }) {
  return (
    <div className={classes["loading"]} role="status" aria-label={`${caption}: loading`}>
      {[92, 78, 85].map((width) => (
        <Skeleton key={width} height={18} width={`${width}%`} radius="sm" />
      ))}
    </div>
  );
}
