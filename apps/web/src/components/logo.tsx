/** Segue's mark: one line that goes over into another, and the point where it does. */
export function Logo({ size = 34 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 34 34" fill="none" aria-hidden="true">
      <path
        d="M2 25h2.5c3.6 0 4.4-4.2 6-8.4C12 12.500 13.600 9.500 17 9.500s5 3 6.500 7.100c1.600 4.200 2.400 8.400 6 8.400H32"
        stroke="var(--signal)"
        strokeWidth="3"
        strokeLinecap="round"
      />
      <circle cx="17" cy="9.500" r="4" fill="var(--ink)" />
    </svg>
  );
}
