/** Numbers as people read them in a sentence about a feature. */
export const percent = (share: number): string => `${Math.round(share * 100)} %`;
export const about = (value: number): string => (value < 10 ? String(Math.round(value * 10) / 10) : String(Math.round(value)));
export const times = (value: number, one: string, many: string): string => `${about(value)} ${about(value) === '1' ? one : many}`;
