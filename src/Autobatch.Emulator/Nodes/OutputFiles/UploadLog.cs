using System.Globalization;
using System.Text;
using Autobatch.Emulator.Nodes.Layout;
using Autobatch.Emulator.Nodes.Transfers;

namespace Autobatch.Emulator.Nodes.OutputFiles;

/// <summary>Collects the lines of fileuploadout.txt and fileuploaderr.txt.</summary>
internal sealed class UploadLog(TaskDirectories task, TimeProvider clock)
{
    private readonly StringBuilder _out = new();
    private readonly StringBuilder _errors = new();

    public void Add(UploadResult result)
    {
        if (result.Failure is not null) Add(result.Failure);
        else if (result.Bytes is { } bytes) Line(_out, string.Create(CultureInfo.InvariantCulture, $"Uploaded {result.Upload.FilePath} ({bytes} bytes) to {SafeUrl.Of(result.Upload.Blob.Uri)}"));
        else Line(_errors, $"{result.Upload.FilePath} was gone before it could be uploaded");
    }

    public void Add(TaskFailure failure) =>
        Line(_errors, $"{failure.Code}: {failure.Message}; {string.Join("; ", failure.Details.Select(detail => $"{detail.Name}: {detail.Value}"))}");

    public void Write()
    {
        if (_out.Length == 0 && _errors.Length == 0) Line(_out, "No output file matched");
        File.WriteAllText(task.UploadLog, _out.ToString());
        File.WriteAllText(task.UploadErrors, _errors.ToString());
    }

    private void Line(StringBuilder log, string text) => log.Append(clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture)).Append(' ').Append(text).Append('\n');
}
