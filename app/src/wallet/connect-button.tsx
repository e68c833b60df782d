import { useState } from "react";
import { shortAddress } from "../format/short";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { connect, disconnect, useWallet } from "./wallet";

/** Connects a wallet, or shows which one is connected. */
export function ConnectButton() {
  const { wallets, connected } = useWallet();
  const [open, setOpen] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const close = () => {
    setOpen(false);
    setRefused(null);
  };
  const choose = async (wallet: (typeof wallets)[number]) => {
    setRefused(null);
    await connect(wallet).then(close, (error: unknown) =>
      setRefused(`${wallet.name} did not connect: ${error instanceof Error ? error.message : String(error)}`),
    );
  };
  return (
    <>
      <Button kind={connected === null ? "primary" : "quiet"} onClick={() => setOpen(true)}>
        {connected === null ? (
          <span>
            Connect<span className="max-sm:sr-only"> wallet</span>
          </span>
        ) : (
          <span className="font-mono" title={connected.account.address}>
            {shortAddress(connected.account.address)}
          </span>
        )}
      </Button>
      {open && connected === null && (
        <Dialog title="Connect a wallet" onClose={close}>
          <p className="text-sm text-muted">
            You can read everything here without one. A wallet is needed to move money, and each time it asks you first.
          </p>
          <ul className="mt-4 flex flex-col gap-2">
            {wallets.map((wallet) => (
              <li key={wallet.name}>
                <Button className="w-full justify-start" onClick={() => void choose(wallet)}>
                  {wallet.icon.startsWith("data:image/") && <img src={wallet.icon} alt="" className="size-5 rounded" />}
                  {wallet.name}
                </Button>
              </li>
            ))}
          </ul>
          {wallets.length === 0 && (
            <p className="mt-4 text-sm">
              This browser has no wallet for Solana. Install one that follows the Wallet Standard, then come back.
            </p>
          )}
          {refused !== null && (
            <p role="alert" className="mt-4 text-sm text-danger">
              {refused}
            </p>
          )}
        </Dialog>
      )}
      {open && connected !== null && (
        <Dialog title={connected.wallet.name} onClose={close}>
          <p className="break-all font-mono text-sm">{connected.account.address}</p>
          <p className="mt-3 text-sm text-muted">Switch the account in the wallet: this page follows.</p>
          <Button
            className="mt-4"
            onClick={() => {
              void disconnect();
              close();
            }}
          >
            Disconnect
          </Button>
        </Dialog>
      )}
    </>
  );
}
