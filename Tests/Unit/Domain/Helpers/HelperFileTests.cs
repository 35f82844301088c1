using LaborMarketplace.Domain.Helpers;
using LaborMarketplace.Domain.Values;
using static LaborMarketplace.Domain.Helpers.HelperCommand;

namespace LaborMarketplace.Tests.Unit.Domain.Helpers;

public sealed class HelperFileTests : HelperExamples
{
    private static readonly AttachFile Attaching =
        new(File, FilePurpose.Portfolio, Name.From("bathroom.jpg"), ContentType.Jpeg, FileSize.From(1_000), RightCode);

    private static readonly HelperEvent.FileAttached Attached = AttachedAs(File);

    [Fact] public void Attaches_a_file() => Given(Registered).When(Attaching, Now).Yields(Attached);

    [Fact] public void Ignores_a_repeated_attachment() => Given(Registered, Attached, Scanned(clean: true)).When(Attaching, Now).YieldsNothing();

    [Fact]
    public void Refuses_another_file_under_the_same_id() =>
        Given(Registered, Attached).When(Attaching with { Hash = WrongCode }, Now).IsRefused("helper.file-id-taken");

    [Fact]
    public void A_portfolio_shows_pictures() =>
        Given(Registered).When(Attaching with { ContentType = ContentType.Pdf }, Now).IsRefused("helper.portfolio-not-picture");

    [Fact]
    public void Refuses_too_many_files() =>
        Given([Registered, .. Enumerable.Range(1, HelperDecider.MostFiles).Select(number => AttachedAs(new(new(number, 0, 0, new byte[8]))))])
            .When(Attaching, Now).IsRefused("helper.too-many-files");

    [Fact]
    public void A_file_is_visible_when_it_was_scanned_clean()
    {
        Assert.False(FileIn(Attached).Visible);
        Given(Registered, Attached).When(new RecordFileScan(File, Clean: true), Now).Yields(Scanned(clean: true));
        Assert.True(FileIn(Attached, Scanned(clean: true)).Visible);
    }

    [Fact]
    public void A_file_that_was_scanned_dirty_stays_hidden()
    {
        Given(Registered, Attached).When(new RecordFileScan(File, Clean: false), Now).Yields(Scanned(clean: false));
        Assert.False(FileIn(Attached, Scanned(clean: false)).Visible);
    }

    [Fact]
    public void The_last_scan_counts()
    {
        Given(Registered, Attached, Scanned(clean: true)).When(new RecordFileScan(File, Clean: false), Now).Yields(Scanned(clean: false));
        Assert.False(FileIn(Attached, Scanned(clean: true), Scanned(clean: false)).Visible);
    }

    [Fact]
    public void Ignores_a_repeated_scan() =>
        Given(Registered, Attached, Scanned(clean: true)).When(new RecordFileScan(File, Clean: true), Now).YieldsNothing();

    [Fact]
    public void Ignores_the_scan_of_a_file_that_was_removed_meanwhile() =>
        Given(Registered, Attached, new HelperEvent.FileRemoved(File)).When(new RecordFileScan(File, Clean: true), Now).YieldsNothing();

    [Fact] public void Removes_a_file() => Given(Registered, Attached).When(new RemoveFile(File), Now).Yields(new HelperEvent.FileRemoved(File));

    [Fact] public void Ignores_the_removal_of_a_file_that_is_gone() => Given(Registered).When(new RemoveFile(File), Now).YieldsNothing();

    private HelperFile FileIn(params ReadOnlySpan<HelperEvent> events) => Assert.Single(Profile(Given([Registered, .. events]).State).Files);

    private static HelperEvent.FileScanned Scanned(bool clean) => new HelperEvent.FileScanned(File, clean);

    private static HelperEvent.FileAttached AttachedAs(FileId file) => new HelperEvent.FileAttached(
        file, Attaching.Purpose, Attaching.FileName, Attaching.ContentType, Attaching.Size, Attaching.Hash);
}
