"use client";

import { createContext, useContext, useEffect, useState, type ReactNode } from "react";

type Account = { id: string; nick: string };
const AccountContext = createContext<{ account: Account | null }>({ account: null });

export function AccountProvider({ children, watch }: { children: ReactNode; watch: (tell: (a: Account) => void) => () => void }) {
  const [account, setAccount] = useState<Account | null>(null);
  useEffect(() => watch((told) => setAccount(told)), [watch]);
  return <AccountContext.Provider value={{ account }}>{children}</AccountContext.Provider>;
}

export function Badge({ shop }: { shop: string }) {
  const { account } = useContext(AccountContext);
  if (!account) return null;
  return <div dangerouslySetInnerHTML={{ __html: `<buy-button shop="${shop}" reference="${account.nick}"></buy-button>` }} />;
}
