using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Helpers;
using static LaborMarketplace.Domain.Helpers.HelperCommand;

namespace LaborMarketplace.Tests.Unit.Domain.Helpers;

public sealed class HelperContactTests : HelperExamples
{
    [Fact] public void Issues_a_code_for_15_minutes() => Given(Registered).When(new IssueContactCode(1, RightCode), Now).Yields(CodeSent);

    [Fact] public void Ignores_a_repeated_issue() => Given(Registered, CodeSent).When(new IssueContactCode(1, RightCode), Now).YieldsNothing();

    [Fact]
    public void Another_code_takes_the_next_number() =>
        Given(Registered, CodeSent).When(new IssueContactCode(2, WrongCode), Now)
            .Yields(new HelperEvent.ContactCodeIssued(2, WrongCode, Now.AddMinutes(15), Policy: 1));

    [Fact]
    public void Refuses_a_code_whose_number_was_taken_in_the_meantime() =>
        Given(Registered, CodeSent).When(new IssueContactCode(1, WrongCode), Now).IsRefused("helper.code-number");

    [Fact]
    public void Issues_no_code_once_the_contact_is_verified() =>
        Given(Registered, CodeSent, ContactVerified).When(new IssueContactCode(2, WrongCode), Now).YieldsNothing();

    [Fact]
    public void The_right_code_verifies_the_contact() =>
        Given(Registered, CodeSent).When(new VerifyContact(RightCode), Now.AddMinutes(15).AddTicks(-1)).Yields(ContactVerified);

    [Fact]
    public void A_code_is_used_once() =>
        Given(Registered, CodeSent, ContactVerified).When(new VerifyContact(RightCode), Now).YieldsNothing();

    [Fact]
    public void Refuses_a_code_after_15_minutes() =>
        Given(Registered, CodeSent).When(new VerifyContact(RightCode), Now.AddMinutes(15)).IsRefused("helper.code-expired");

    [Fact]
    public void Refuses_a_code_that_nobody_sent() =>
        Given(Registered).When(new VerifyContact(RightCode), Now).IsRefused("helper.code-missing");

    [Fact] public void Counts_a_wrong_code() => Given(Registered, CodeSent).When(new VerifyContact(WrongCode), Now).Yields(CodeMistaken);

    [Fact]
    public void Whoever_gave_a_wrong_code_is_told_how_many_tries_are_left()
    {
        var refusal = ContactRules.Mistake(Policy.Default, Given(Registered, CodeSent, CodeMistaken, CodeMistaken).State);
        Assert.Equal("helper.code-wrong", refusal?.Code);
        Assert.Equal([("triesLeft", (object)3)], refusal!.Inputs);
    }

    [Fact]
    public void Nobody_is_told_of_a_mistake_who_made_none()
    {
        Assert.Null(ContactRules.Mistake(Policy.Default, Given(Registered, CodeSent).State));
        Assert.Null(ContactRules.Mistake(Policy.Default, Given(Registered, CodeSent, CodeMistaken, ContactVerified).State));
    }

    [Fact]
    public void The_right_code_still_counts_after_four_wrong_ones() =>
        Given(Registered, CodeSent, CodeMistaken, CodeMistaken, CodeMistaken, CodeMistaken)
            .When(new VerifyContact(RightCode), Now).Yields(ContactVerified);

    [Fact]
    public void Five_wrong_tries_void_a_code_also_for_the_right_one() =>
        Given(Registered, CodeSent, CodeMistaken, CodeMistaken, CodeMistaken, CodeMistaken, CodeMistaken)
            .When(new VerifyContact(RightCode), Now).IsRefused("helper.code-exhausted");

    [Fact]
    public void Another_code_begins_with_all_its_tries() =>
        Given(Registered, CodeSent, CodeMistaken, CodeMistaken, CodeMistaken, CodeMistaken, CodeMistaken,
                new HelperEvent.ContactCodeIssued(2, WrongCode, Now.AddMinutes(20), Policy: 1))
            .When(new VerifyContact(WrongCode), Now).Yields(new HelperEvent.ContactVerified(2));

    [Fact]
    public void Sends_five_codes_within_an_hour_and_then_says_when_the_next_is_possible()
    {
        var refusal = Given([Registered, .. Codes(5)]).When(new IssueContactCode(6, WrongCode), Now.AddMinutes(59)).IsRefusedWith("helper.too-many-codes");
        Assert.Equal(RefusalKind.Conflict, refusal.Kind);
        Assert.Contains(("next", (object)Now.AddHours(1)), refusal.Inputs);
    }

    [Fact]
    public void Sends_another_code_an_hour_after_the_first_of_five() =>
        Given([Registered, .. Codes(5)]).When(new IssueContactCode(6, WrongCode), Now.AddHours(1))
            .Yields(new HelperEvent.ContactCodeIssued(6, WrongCode, Now.AddMinutes(75), Policy: 1));

    [Fact]
    public void Counts_the_codes_of_the_last_hour_only() =>
        Given([Registered, .. Codes(5), new HelperEvent.ContactCodeIssued(6, WrongCode, Now.AddMinutes(75), Policy: 1)])
            .When(new IssueContactCode(7, RightCode), Now.AddMinutes(61))
            .Yields(new HelperEvent.ContactCodeIssued(7, RightCode, Now.AddMinutes(76), Policy: 1));

    [Fact]
    public void A_repeated_issue_is_no_further_code() =>
        Given([Registered, .. Codes(5)]).When(new IssueContactCode(5, RightCode), Now.AddMinutes(4)).YieldsNothing();

    [Fact]
    public void A_superseded_code_is_a_wrong_code() =>
        Given(Registered, CodeSent, new HelperEvent.ContactCodeIssued(2, WrongCode, Now.AddMinutes(20), Policy: 1))
            .When(new VerifyContact(RightCode), Now).Yields(new HelperEvent.ContactCodeMistaken(2));

    /// <summary>A code a minute, from now on.</summary>
    private static IEnumerable<HelperEvent> Codes(int count) => Enumerable.Range(1, count)
        .Select(number => new HelperEvent.ContactCodeIssued(number, RightCode, Now.AddMinutes(14 + number), Policy: 1));
}
