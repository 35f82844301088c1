using LaborMarketplace.Domain.Values;
using static LaborMarketplace.Tests.Unit.Domain.Values.ShapeAssertions;

namespace LaborMarketplace.Tests.Unit.Domain.Values;

public sealed class IdTests
{
    private static readonly Guid One = Guid.Parse("0193c6f0-0000-7000-8000-000000000001");
    private static readonly Guid Other = Guid.Parse("0193c6f0-0000-7000-8000-000000000002");

    [Fact]
    public void No_id_is_all_zeros()
    {
        IsOutOfShape(() => PersonId.From(Guid.Empty), "A person id");
        IsOutOfShape(() => HelperId.From(Guid.Empty), "A helper id");
        IsOutOfShape(() => EmployerId.From(Guid.Empty), "An employer id");
        IsOutOfShape(() => JobId.From(Guid.Empty), "A job id");
        IsOutOfShape(() => ApplicationId.From(Guid.Empty), "An application id");
        IsOutOfShape(() => AssignmentId.From(Guid.Empty), "An assignment id");
        IsOutOfShape(() => VerificationId.From(Guid.Empty), "A verification id");
        IsOutOfShape(() => OfferId.From(Guid.Empty), "An offer id");
        IsOutOfShape(() => LocationId.From(Guid.Empty), "A location id");
        IsOutOfShape(() => FileId.From(Guid.Empty), "A file id");
        IsOutOfShape(() => TimeEntryId.From(Guid.Empty), "A time entry id");
    }

    [Fact] public void An_id_reads_as_its_UUID() => Assert.Equal(One.ToString(), JobId.From(One).ToString());

    [Fact]
    public void A_derived_id_is_the_same_whenever_it_is_derived()
    {
        Assert.Equal(DerivedId.Application(new(One), new(Other)), DerivedId.Application(new(One), new(Other)));
        // SHA-256 of "verification/Identity" and the id's 16 bytes. Ids in the log were derived so: it may never change.
        Assert.Equal("696e55f2-f683-8971-8ed4-5c476da9be5b", DerivedId.Verification(new(One), VerificationType.Identity).ToString());
    }

    [Fact]
    public void A_derived_id_differs_by_every_part()
    {
        Guid[] ids =
        [
            DerivedId.Application(new(One), new(Other)).Value,
            DerivedId.Application(new(Other), new(One)).Value,
            DerivedId.Application(new(One), new(One)).Value,
            DerivedId.Assignment(new(One)).Value,
            DerivedId.Verification(new(One), VerificationType.Identity).Value,
            DerivedId.Verification(new(One), VerificationType.Background).Value,
            DerivedId.Of("another purpose", One, Other),
        ];
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Fact]
    public void A_derived_id_is_a_UUID_of_version_8()
    {
        var id = DerivedId.Of("anything", One);
        Assert.Equal(8, id.Version);
        Assert.InRange(id.Variant, 8, 11);
    }
}
