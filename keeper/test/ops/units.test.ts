/** The systemd unit and the container file. */
import { spawnSync } from "node:child_process";
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { newFolder } from "../support/database";

const KEEPER = join(__dirname, "../..");
const UNIT = "profit-share-keeper.service";
const { version, bin } = JSON.parse(readFileSync(join(KEEPER, "package.json"), "utf8")) as {
  version: string;
  bin: Record<string, string>;
};
const SCRIPT = `node_modules/@profit-share/keeper/${bin["profit-share-keeper"]}`;

describe("the systemd unit", () => {
  const text = readFileSync(join(KEEPER, "ops", UNIT), "utf8");
  const settings = text.split("\n").filter((line) => /^[A-Z]\w*=/.test(line));

  it("starts the package's program, and again when it fails, but not when its configuration is wrong", () => {
    expect(settings.find((line) => line.startsWith("ExecStart="))).to.include(`/${SCRIPT} --config `);
    expect(settings).to.include.members([
      "Restart=on-failure",
      "RestartPreventExitStatus=2",
      "StartLimitIntervalSec=0",
    ]);
  });

  it("lets the process change nothing but its own state, and be nobody else", () => {
    expect(settings).to.include.members([
      "DynamicUser=yes",
      "NoNewPrivileges=yes",
      "ProtectSystem=strict",
      "ProtectHome=yes",
      "StateDirectory=profit-share-keeper",
      "CapabilityBoundingSet=",
    ]);
  });

  it("hands over the key from a file that only root reads", () => {
    expect(settings).to.include.members([
      "LoadCredential=signer.json:/etc/profit-share-keeper/signer.json",
      "Environment=PROFIT_SHARE_SIGNER=%d/signer.json",
    ]);
  });

  it("is understood by systemd, where there is one", () => {
    // It wants programs that are there.
    const folder = newFolder();
    copyFileSync(join(KEEPER, "ops", UNIT), join(folder, UNIT));
    const { error, stdout, stderr } = spawnSync("systemd-analyze", ["verify", join(folder, UNIT)], {
      encoding: "utf8",
    });
    if (error !== undefined) return;
    // Before version 254 it tries again every second: it does not know these two.
    const said = `${stdout}${stderr}`.split("\n").filter((line) => !/Restart(Steps|MaxDelaySec)/.test(line));
    const ours = said.filter((line) => line.includes(UNIT) && !line.includes("is not executable"));
    expect(ours).to.deep.equal([]);
  });
});

describe("the container file", () => {
  const lines = readFileSync(join(KEEPER, "ops/Containerfile"), "utf8").split("\n");

  it("installs this version, and starts its program as a user without rights", () => {
    expect(lines).to.include.members([
      `ARG VERSION=${version}`,
      "USER node",
      `ENTRYPOINT ["node", "/opt/keeper/${SCRIPT}"]`,
    ]);
    expect(lines.indexOf("USER node")).to.be.below(lines.findIndex((line) => line.startsWith("ENTRYPOINT")));
  });

  it("leaves what builds it behind", () => {
    const stages = lines.filter((line) => line.startsWith("FROM "));
    expect(stages.map((line) => line.endsWith(" AS install"))).to.deep.equal([true, false]);
    expect(lines).to.include("ARG NODE=docker.io/library/node:22-slim");
  });

  it("gives Node.js the memory that the unit gives it", () => {
    const options = /NODE_OPTIONS=.*(?=")/;
    const inUnit = options.exec(readFileSync(join(KEEPER, "ops", UNIT), "utf8"))![0];
    expect(lines.join("\n").replace('NODE_OPTIONS="', "NODE_OPTIONS=")).to.include(inUnit);
  });

  it("is healthy while the loop comes round", () => {
    expect(lines.join("\n")).to.match(
      /^HEALTHCHECK .*\\\n {2}CMD \["node", "-e", "fetch\('http:\/\/127\.0\.0\.1:9180\/live'\)/m,
    );
    expect(lines.join("\n")).to.include("PROFIT_SHARE_LISTEN=0.0.0.0:9180");
  });
});
