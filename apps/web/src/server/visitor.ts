import { type Slate, SlateSchema } from '@segue/core/events';
import { headers } from 'next/headers';
import { cache } from 'react';
import { type ApiResult, callApi } from './call-api.ts';

/** The visitor's cookies as they came, with the session that the proxy may just have begun. */
export async function visitorCookie(): Promise<string> {
  return (await headers()).get('cookie') ?? '';
}

/** The visitor's slate, asked for once a request however many parts of the page draw it. */
export const loadSlate = cache(
  async (): Promise<ApiResult<Slate>> => callApi({ path: '/api/slate', cookie: await visitorCookie(), schema: SlateSchema }),
);
