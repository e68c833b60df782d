/** What help says beside commands and options. */

export const AFTER_HELP = `
Which cluster: that of --url, else of PROFIT_SHARE_URL, else of Solana's own
settings (solana config get), else http://127.0.0.1:8899.

Before anything is sent, it is simulated: you see what would change and are
asked. Scripts pass --yes. --dry-run only shows.

Exit codes:
  0  done
  1  the chain refused, or does not prove what it should; or you said no
  2  what was typed is wrong; nothing was sent
  3  the node failed: no answer, a refusal, or no answer of a Solana node;
     if a transaction may have landed all the same, the error names it

Examples:
  $ profit-share list <wallet>
  $ profit-share history <subscription> -u devnet
  $ profit-share claim <subscription> 12.5 --keypair owner.json`;
