import { Decoder, Encoder, type Packet, PacketType } from 'socket.io-parser';

/** A payload that is JSON already. */
export class RawJson {
  readonly json: string;

  constructor(json: string) {
    this.json = json;
  }
}

/**
 * Socket.IO's own encoding, but for payloads that are JSON already: those are put into the packet as they are, where the
 * parser would walk through all of it in search of binary and write it out again. On the wire there is no difference.
 */
class RawJsonEncoder extends Encoder {
  override encode(packet: Packet): string[] {
    const { type, nsp, id, data } = packet;
    if (type === PacketType.EVENT && Array.isArray(data) && data[1] instanceof RawJson)
      return [`${head(type, nsp, id)}[${JSON.stringify(data[0])},${data[1].json}]`];
    if (type === PacketType.ACK && Array.isArray(data) && data[0] instanceof RawJson) return [`${head(type, nsp, id)}[${data[0].json}]`];
    return super.encode(packet) as string[];
  }
}

const head = (type: PacketType, nsp: string, id: number | undefined) => `${type}${nsp === '/' ? '' : `${nsp},`}${id ?? ''}`;

export const rawJsonParser = { Encoder: RawJsonEncoder, Decoder };
