import { Decoder, Encoder, type Packet, PacketType } from 'socket.io-parser';
import { describe, expect, it } from 'vitest';
import { RawJson, rawJsonParser } from './raw-json.ts';

const payload = { rows: [1, 'zwei', null], nested: { 'é"': true } };
const raw = new RawJson(JSON.stringify(payload));
const packets: [string, Packet, Packet][] = [
  ['an event', { type: PacketType.EVENT, nsp: '/', data: ['slate', raw] }, { type: PacketType.EVENT, nsp: '/', data: ['slate', payload] }],
  [
    'an event elsewhere',
    { type: PacketType.EVENT, nsp: '/n', data: ['slate', raw] },
    { type: PacketType.EVENT, nsp: '/n', data: ['slate', payload] },
  ],
  ['an answer', { type: PacketType.ACK, nsp: '/', id: 7, data: [raw] }, { type: PacketType.ACK, nsp: '/', id: 7, data: [payload] }],
  [
    'anything else',
    { type: PacketType.EVENT, nsp: '/', data: ['status', payload] },
    { type: PacketType.EVENT, nsp: '/', data: ['status', payload] },
  ],
];

describe('JSON put into packets as it is', () => {
  it.each(packets)('%s is on the wire what Socket.IO itself writes, and reads back', (_, own, plain) => {
    const written = new rawJsonParser.Encoder().encode(own);
    expect(written).toEqual(new Encoder().encode(plain));
    const decoder = new Decoder();
    const read: Packet[] = [];
    decoder.on('decoded', (packet: Packet) => read.push(packet));
    decoder.add(written[0]);
    expect(read[0]?.data).toEqual(plain.data);
  });
});
