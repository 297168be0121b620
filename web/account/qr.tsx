import { encode } from 'uqr';

type Props = { readonly text: string; readonly label: string };

const QUIET_MODULES = 4;

/** A QR code, drawn here: what it holds leaves the page for nowhere. Dark on white in either scheme, as cameras want it. */
export function Qr({ text, label }: Props) {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET_MODULES });
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <svg
      viewBox={`0 0 ${size} ${size}`}
      width={220}
      height={220}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={dark.join('')} fill="#000" />
    </svg>
  );
}
