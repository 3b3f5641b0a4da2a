import { IconFileUpload } from "@tabler/icons-react";
import { type DragEvent, useId, useState } from "react";
import classes from "./FileDrop.module.css";

interface FileDropProps {
  readonly label: string;
  readonly hint: string;
  /** File name endings, such as `.pem`. A convenience for the file chooser, never a check. */
  readonly accept: readonly string[];
  /** What is wrong with what was dropped. */
  readonly error?: string | undefined;
  readonly onFiles: (files: readonly File[]) => void;
}

/** A place to drop files on; with the keyboard it is an ordinary file chooser. */
export function FileDrop({ label, hint, accept, error, onFiles }: FileDropProps) {
  const id = useId();
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onFiles([...event.dataTransfer.files]);
  };
  const hover = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  return (
    <label
      className={classes["drop"]}
      data-over={over || undefined}
      data-invalid={error !== undefined || undefined}
      onDrop={drop}
      onDragOver={hover}
      onDragLeave={() => setOver(false)}
    >
      <IconFileUpload aria-hidden="true" />
      <span className={classes["label"]}>{label}</span>
      <span className={classes["hint"]} id={id}>
        {hint}
      </span>
      {error !== undefined && (
        <span className={classes["error"]} id={`${id}-error`} role="alert">
          {error}
        </span>
      )}
      <input
        type="file"
        multiple
        className={classes["input"]}
        accept={accept.join(",")}
        aria-label={label}
        aria-invalid={error !== undefined}
        aria-describedby={error === undefined ? id : `${id}-error ${id}`}
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
    </label>
  );
}
