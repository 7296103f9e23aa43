export type { Track } from "./track.ts";
