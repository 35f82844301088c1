using CsCheck;
using LaborMarketplace.Domain.Helpers;
using LaborMarketplace.Domain.Values;
using static LaborMarketplace.Domain.Helpers.HelperCommand;

namespace LaborMarketplace.Tests.Unit.Domain.Helpers;

public sealed class HelperPropertyTests : HelperExamples
{
    [Fact]
    public void A_contact_code_is_accepted_once_at_most_in_time_and_within_five_tries() => Properties.Keep(walk =>
    {
        Assert.InRange(walk.Events.Count(happened => happened is HelperEvent.ContactVerified), 0, 1);
        foreach (var issued in walk.Events.OfType<HelperEvent.ContactCodeIssued>())
        {
            Assert.InRange(walk.Events.Count(new HelperEvent.ContactCodeMistaken(issued.Number).Equals), 0, 5);
        }

        if (walk.Events is [.., HelperEvent.ContactVerified verified])
        {
            Assert.Equal(verified.Number, walk.Events.OfType<HelperEvent.ContactCodeIssued>().Last().Number);
        }
    });

    [Fact]
    public void Nobody_is_active_or_paused_with_something_missing() => Properties.Keep(walk =>
    {
        if (walk.State is HelperState.Active or HelperState.Paused)
        {
            Assert.Empty(Profile(walk.State).Missing);
        }
    });

    [Fact]
    public void Skills_rates_exceptions_and_files_are_there_once_and_rates_are_in_one_currency() => Properties.Keep(walk =>
    {
        if (walk.State is HelperState.Registered { Profile: var profile })
        {
            Assert.Equal(profile.Skills.Count, profile.Skills.DistinctBy(held => held.Skill).Count());
            Assert.Equal(profile.Rates.Count, profile.Rates.DistinctBy(rate => rate.Skill).Count());
            Assert.Equal(profile.Exceptions.Count, profile.Exceptions.DistinctBy(exception => exception.Date).Count());
            Assert.Equal(profile.Files.Count, profile.Files.DistinctBy(file => file.File).Count());
            Assert.InRange(profile.Rates.Select(rate => rate.Pay.Amount.Currency).Distinct().Count(), 0, 1);
            Assert.All(profile.Rates, rate => Assert.True(rate.Skill is null || profile.Skills.Any(held => held.Skill == rate.Skill)));
        }
    });

    // A wrong code given twice is two tries, and the count of tries is the rule: the one repeat that is another command.
    [Fact] public void A_repeat_yields_nothing() => Properties.Repeat_yields_nothing(unless: command => command is VerifyContact);

    [Fact] public void Every_event_fits_every_state() => Properties.Evolve_is_total();

    [Fact] public void Every_event_happens() => Properties.Every_event_happens();

    private DeciderProperties<HelperState, HelperCommand, HelperEvent> Properties => new(
        Decider, Now, Commands,
        Registering, new IssueContactCode(1, RightCode), new VerifyContact(RightCode), new AddSkill(Plumbing, SkillLevel.From(1), Years.From(1)),
        new SetRate(null, Hourly(1, "USD")), new SetServiceArea(Area), new SetAvailabilityPlan(Plan), new CompleteOnboarding());

    private static readonly Gen<Skill> Skills = Gen.OneOf(Plumbing, Painting);

    private static readonly Gen<Skill?> SkillsOrNone = Gen.OneOf<Skill?>(Plumbing, Painting, null);

    private static readonly Gen<Sha256> Codes = Gen.OneOf(RightCode, WrongCode);

    private static readonly Gen<Pay> Pays = Gen.Select(Gen.Int[1, 3], Gen.OneOf("USD", "EUR"), (amount, currency) => Hourly(amount, currency));

    private static readonly Gen<DateOnly> Dates = Gen.Int[-5, 60].Select(DateOnly.FromDateTime(Now.DateTime).AddDays);

    private static readonly Gen<FileId> Files = Gen.Int[1, 3].Select(number => new FileId(new Guid(number, 0, 0, new byte[8])));

    private static readonly Gen<HelperCommand> Commands = Gen.Frequency(
        (5, Gen.Const<HelperCommand>(Registering)),
        (5, Gen.Select(Gen.Int[1, 4], Codes, HelperCommand (number, digest) => new IssueContactCode(number, digest))),
        (6, Codes.Select(HelperCommand (digest) => new VerifyContact(digest))),
        (4, Gen.Const<HelperCommand>(new SetServiceArea(Area))),
        (4, Gen.Const<HelperCommand>(new SetAvailabilityPlan(Plan))),
        (4, Gen.Const<HelperCommand>(new CompleteOnboarding())),
        (2, Gen.OneOf<HelperCommand>(new Pause(null), new Resume())),
        (1, Gen.Int[1, 2].Select(HelperCommand (number) => new UpdateProfile(Name.From($"Ada {number}"), null, null, null))),
        (1, Gen.OneOf("en", "es").Select(HelperCommand (tag) => new SetLanguages([new SpokenLanguage(LanguageTag.From(tag), LanguageLevel.B1)]))),
        (5, Gen.Select(Skills, Gen.Int[1, 2], HelperCommand (skill, level) => new AddSkill(skill, SkillLevel.From(level), Years.From(1)))),
        (1, Gen.Select(Skills, Gen.Int[1, 2], HelperCommand (skill, level) => new ReviseSkill(skill, SkillLevel.From(level), Years.From(1)))),
        (2, Skills.Select(HelperCommand (skill) => new RemoveSkill(skill))),
        (5, Gen.Select(SkillsOrNone, Pays, HelperCommand (skill, pay) => new SetRate(skill, pay))),
        (2, SkillsOrNone.Select(HelperCommand (skill) => new RemoveRate(skill))),
        (2, Dates.Select(HelperCommand (date) => new AddAvailabilityException(new AvailabilityException(date, null, null)))),
        (2, Dates.Select(HelperCommand (date) => new RemoveAvailabilityException(date))),
        (2, Files.Select(HelperCommand (file) => new AttachFile(
            file, FilePurpose.Document, Name.From("licence.pdf"), ContentType.Pdf, FileSize.From(9), RightCode))),
        (2, Gen.Select(Files, Gen.Bool, HelperCommand (file, clean) => new RecordFileScan(file, clean))),
        (1, Files.Select(HelperCommand (file) => new RemoveFile(file))));
}
