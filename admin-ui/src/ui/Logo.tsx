import { useId } from "react";

/** The gate with the spark that slips through: Postern's mark. */
export function Logo({ size = 32 }: { readonly size?: number }) {
  const gradient = useId();
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <defs>
        <linearGradient id={gradient} x1="0" y1="0" x2="1" y2="1">
          <stop offset="0" stopColor="#726ded" />
          <stop offset="1" stopColor="#3a37ad" />
        </linearGradient>
      </defs>
      <rect width="32" height="32" rx="8" fill={`url(#${gradient})`} />
      <path d="M8 26V15a8 8 0 0 1 16 0v11" fill="none" stroke="#fff" strokeWidth="2.6" strokeLinecap="round" />
      <path d="M17.6 11.5 13 18.2h3.2l-1.4 6.3 5-7.4h-3.4z" fill="#ffc94d" />
    </svg>
  );
}
