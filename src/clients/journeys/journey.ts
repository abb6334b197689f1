// The journey of docs/api.md with the client that openapi-generator makes for TypeScript: estimate, ask, poll, download.
// Prints the path of the file and the rows that the report is said to have.
import {writeFile} from "node:fs/promises";
import {join} from "node:path";
import {Configuration, ExportReport, InvalidAnswerFromJSON, ReportsApi, ReportType, ResponseError} from "./client";

function expect(fulfilled: boolean, what: string): asserts fulfilled {
    if (!fulfilled) {
        throw new Error(what);
    }
}

const ended = (report: ExportReport) => report.status === "completed" || report.status === "failed";

async function journey(server: string, key: string, folder: string): Promise<void> {
    const api = new ReportsApi(new Configuration({basePath: server + "/api/v1", apiKey: key}));
    const exportRequest = {reportType: ReportType.AdvertisersCsv, searchParams: {country: "US"}};

    const estimate = await api.createExportReport({exportRequest, dryRun: true});
    expect(estimate.would === "accepted", "it would be accepted");

    const asked = await api.createExportReport({exportRequest, idempotencyKey: "journey-in-typescript"});
    expect(asked._export != null, "an export was answered");
    let report: ExportReport = asked._export;
    while (!ended(report)) {
        const answer = await api.getExportReportRaw({id: report.id});
        report = (await answer.value())._export;
        if (!ended(report)) {
            const seconds = Number(answer.raw.headers.get("Retry-After"));
            await new Promise(wake => setTimeout(wake, 1000 * seconds));
        }
    }
    expect(report.status === "completed" && report.downloadUrl != null && report.filename != null, report.statusDisplay);

    const list = await api.listExportReports({limit: 1});
    expect(list.exports[0].id === report.id, "it is the newest of the list");
    const {manifest} = await api.getExportManifest({id: report.id});
    expect(manifest.rowsWritten === report.rowsWritten, "the manifest tells the same");
    await refusalsAreTyped(api);

    const file = join(folder, report.filename);
    const bytes = await fetch(report.downloadUrl);
    await writeFile(file, new Uint8Array(await bytes.arrayBuffer()));
    console.log(file + " " + report.rowsWritten);
}

async function refusalsAreTyped(api: ReportsApi): Promise<void> {
    const exportRequest = {reportType: ReportType.AdvertisersCsv, searchParams: {countri: "US"}};
    const refused = await api.createExportReport({exportRequest}).then(() => null, reason => reason);
    expect(refused instanceof ResponseError && refused.response.status === 422, "an unknown filter is refused");
    const answer = InvalidAnswerFromJSON(await refused.response.json());
    expect(answer.error.message.includes("details"), "it says why");
}

const [server, key, folder] = process.argv.slice(2);
journey(server, key, folder).catch(reason => {
    console.error(reason);
    process.exit(1);
});
