using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Applications;
using LaborMarketplace.Projections.Employers;
using LaborMarketplace.ReadApi.Documents;
using LaborMarketplace.ReadApi.Requests;
using Npgsql;

namespace LaborMarketplace.ReadApi.Helpers;

/// <summary>An employer sees how to reach a helper once the helper has applied to them; an invitation alone opens nothing.</summary>
internal sealed class ContactRule(NpgsqlDataSource database)
{
    private static readonly string Sql = $"""
        select exists (
            select from read.employer_account employer
            join read.application application
                on (application.data ->> 'helper') collate "C" = $1
                and (application.data ->> 'employer') collate "C" = employer.id::text
            where employer.data -> 'members' @> $2::jsonb and application.data ? 'appliedAt'),
            {Standing.Of(EmployerAccount.Projection, ApplicationView.Projection)}
        """;

    /// <summary>Whether the helper has applied to an employer that the caller is a member of.</summary>
    public async ValueTask<bool> HasAppliedTo(ReadRequest request, HelperId helper)
    {
        if (!request.Has(Role.Employer))
        {
            return false;
        }

        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter { Value = helper.ToString() });
        command.Parameters.Add(new NpgsqlParameter { Value = Membership.Pattern(request.Caller.Person) });
        await using var reader = await command.ExecuteReaderAsync(request.Cancellation);
        await reader.ReadAsync(request.Cancellation);
        request.Saw(ApplicationView.Projection, new LogPosition(reader.GetInt64(1)));
        return reader.GetBoolean(0);
    }
}
