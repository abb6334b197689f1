import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.ApiResponse;
import org.openapitools.client.api.ReportsApi;
import org.openapitools.client.model.AnswerAtOnce;
import org.openapitools.client.model.ExportAnswer;
import org.openapitools.client.model.ExportReport;
import org.openapitools.client.model.ExportReport.StatusEnum;
import org.openapitools.client.model.ExportRequest;
import org.openapitools.client.model.InvalidAnswer;
import org.openapitools.client.model.Manifest;
import org.openapitools.client.model.ReportType;

/// The journey of `docs/api.md` with the client that openapi-generator makes for Java: estimate, ask, poll, download.
/// Prints the path of the file and the rows that the report is said to have.
public class Journey {

    private static final Set<StatusEnum> ENDED = Set.of(StatusEnum.COMPLETED, StatusEnum.FAILED);

    public static void main(String[] arguments) throws Exception {
        String server = arguments[0];
        String key = arguments[1];
        Path folder = Path.of(arguments[2]);
        var client = new ApiClient();
        client.updateBaseUri(server + "/api/v1");
        client.setRequestInterceptor(request -> request.header("X-Api-Key", key));
        var api = new ReportsApi(client);

        Map<String, Object> inGermany = Map.of("country", "DE");
        var request = new ExportRequest().reportType(ReportType.ADVERTISERS_CSV).searchParams(inGermany);
        AnswerAtOnce estimate = api.createExportReport(request, null, null, true);
        expect(estimate.getWould() == AnswerAtOnce.WouldEnum.ACCEPTED, "it would be accepted");

        ExportReport export =
                api.createExportReport(request, "journey-in-java", null, false).getExport();
        while (!ENDED.contains(export.getStatus())) {
            ApiResponse<ExportAnswer> answer = api.getExportReportWithHttpInfo(export.getId(), null, null);
            export = answer.getData().getExport();
            if (!ENDED.contains(export.getStatus())) {
                Thread.sleep(1000 * Long.parseLong(answer.getHeaders().get("retry-after").getFirst()));
            }
        }
        expect(export.getStatus() == StatusEnum.COMPLETED, export.toString());
        ExportReport newest =
                api.listExportReports(1, null, null, null, null, null).getExports().getFirst();
        expect(newest.getId().equals(export.getId()), "it is the newest of the list");
        Manifest manifest = api.getExportManifest(export.getId(), null).getManifest();
        expect(manifest.getRowsWritten().equals(export.getRowsWritten()), "the manifest tells the same");
        refusalsAreTyped(api);

        Path file = folder.resolve(export.getFilename());
        try (InputStream bytes = export.getDownloadUrl().toURL().openStream()) {
            Files.copy(bytes, file);
        }
        System.out.println(file + " " + export.getRowsWritten());
    }

    private static void refusalsAreTyped(ReportsApi api) throws Exception {
        var wrong = new ExportRequest().reportType(ReportType.ADVERTISERS_CSV).searchParams(Map.of("countri", "DE"));
        try {
            api.createExportReport(wrong, null, null, null);
            throw new AssertionError("A filter that does not exist was taken");
        } catch (ApiException e) {
            expect(e.getCode() == 422, e.toString());
            var answer = ApiClient.createDefaultObjectMapper().readValue(e.getResponseBody(), InvalidAnswer.class);
            expect(answer.getError().getMessage().contains("details"), answer.toString());
        }
    }

    private static void expect(boolean fulfilled, String what) {
        if (!fulfilled) {
            throw new AssertionError(what);
        }
    }
}
