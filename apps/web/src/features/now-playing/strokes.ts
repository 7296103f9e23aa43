/**
 * The pattern of the seek bar, as two SVG paths of every other stroke: strokes whose heights come from the track's id. It is an ornament
 * that tells tracks apart, as the cover is, and no measurement of the sound.
 */
export function strokesOf(seed: string, count: number, height: number): readonly [even: string, odd: string] {
  let hash = 0x811c9dc5;
  for (let i = 0; i < seed.length; i++) hash = Math.imul(hash ^ seed.charCodeAt(i), 0x01000193);
  const phase = (hash >>> 8) % 360;
  const paths: [string, string] = ['', ''];
  for (let i = 0; i < count; i++) {
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) + i;
    const grain = ((hash >>> 9) & 255) / 255;
    const swell = 0.5 + 0.5 * Math.sin(((i * 4.7 + phase) * Math.PI) / 180) * Math.sin(((i * 1.9 + phase) * Math.PI) / 180);
    const half = (height / 2) * (0.12 + 0.5 * swell + 0.3 * grain * (0.4 + swell));
    paths[i % 2 === 0 ? 0 : 1] += `M${i + 0.5} ${(height / 2 - half).toFixed(1)}v${(2 * half).toFixed(1)}`;
  }
  return paths;
}
