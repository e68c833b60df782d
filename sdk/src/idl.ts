/**
 * `@profit-share/sdk/idl`: the program's IDL as a typed constant, without its docs (`@profit-share/sdk/idl.json` has them). The
 * main entry does not load it, as a browser needs none of it: it takes `type ProfitShareIdl` from there.
 */
export { IDL, type ProfitShareIdl } from "./wire/profit-share-idl";
