/** Tables of the keeper's database for a host's own Drizzle queries, on the PostgreSQL server that both use. */

export { profitShareDistributions, profitShareLedgers, profitShareVenueTrades } from "./store/tables";
