'use client';

import { type FormEvent, useState } from 'react';
import styles from './dashboard.module.css';

interface TokenFormProps {
  /** The token that was given last was refused. */
  readonly isWrong: boolean;
  readonly onToken: (token: string) => void;
}

/** For an app whose operators have a token. */
export function TokenForm({ isWrong, onToken }: TokenFormProps) {
  const [token, setToken] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (token !== '') onToken(token);
  };
  return (
    <form className={styles['token']} onSubmit={submit}>
      <p>This page is for operators. Its token is what OPERATOR_TOKEN says where the app runs.</p>
      <label>
        Token <input type="password" autoComplete="off" value={token} onChange={(event) => setToken(event.target.value)} />
      </label>
      <button type="submit" className="button">
        Look
      </button>
      {isWrong && <p role="alert">That token is not right.</p>}
    </form>
  );
}
