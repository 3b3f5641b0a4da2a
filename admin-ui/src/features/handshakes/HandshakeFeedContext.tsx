import { createContext, type ReactNode, use, useEffect, useState, useSyncExternalStore } from "react";
import { type FeedSnapshot, HandshakeFeed } from "./feed";

const FeedContext = createContext<HandshakeFeed | null>(null);

/** Follows the handshakes while someone is signed in, so that counters survive a walk through the pages. */
export function HandshakeFeedProvider({ children }: { readonly children: ReactNode }) {
  const [feed] = useState(() => new HandshakeFeed());
  useEffect(() => feed.start(), [feed]);
  return <FeedContext value={feed}>{children}</FeedContext>;
}

export function useHandshakeFeed(): FeedSnapshot {
  const feed = use(FeedContext);
  if (feed === null) {
    throw new Error("useHandshakeFeed needs a HandshakeFeedProvider around it.");
  }
  return useSyncExternalStore(feed.subscribe, feed.getSnapshot);
}
