import { EventEmitter } from 'node:events';

/** A packet of Socket.IO's protocol, version 5, as far as a client without binary needs it. */
interface Packet {
  readonly type: number;
  readonly nsp: string;
  readonly data?: unknown;
  readonly id?: number;
}

const EVENT = 2;
const SLATE = '2["slate",';
const HEAD = /^(\d)(?:(\/[^,]*),)?(\d+)?/;

class TextEncoder {
  encode({ type, id, data }: Packet): string[] {
    return [`${type}${id ?? ''}${data === undefined ? '' : JSON.stringify(data)}`];
  }
}

/**
 * Hands slates over as text and everything else as what it is: two hundred listeners share these cores with what they
 * measure, and reading rows that nobody looks at would cost more than half of all that they do.
 */
class TextSlatesDecoder extends EventEmitter {
  add(text: string): void {
    if (text.startsWith(SLATE)) {
      this.emit('decoded', { type: EVENT, nsp: '/', data: ['slate', text.slice(SLATE.length, -1)] } satisfies Packet);
      return;
    }
    const [head, type, nsp = '/', id] = HEAD.exec(text) ?? [''];
    const rest = text.slice(head.length);
    this.emit('decoded', {
      type: Number(type),
      nsp,
      ...(id === undefined ? {} : { id: Number(id) }),
      ...(rest === '' ? {} : { data: JSON.parse(rest) as unknown }),
    } satisfies Packet);
  }
  destroy(): void {
    this.removeAllListeners();
  }
}

/** For `io(url, { parser })`: the default namespace, no binary. */
export const textSlates = { Encoder: TextEncoder, Decoder: TextSlatesDecoder };

/** The whole number under `name` where it stands first after `from` in a JSON text; null where it does not. */
export function numberIn(json: string, name: string, from = 0): number | null {
  const mark = `"${name}":`;
  const at = json.indexOf(mark, from);
  return at < 0 ? null : Number.parseInt(json.slice(at + mark.length, at + mark.length + 16), 10);
}
