using System.Net;
using CsCheck;
using EventStoreDb.Client;

namespace LaborMarketplace.Tests.Unit.EventStore;

public sealed class EventStoreDbConnectionStringTests
{
    [Fact]
    public void A_host_alone_is_one_node_with_tls_and_the_defaults()
    {
        var read = EventStoreDbConnectionString.Parse("esdb://node.example");
        Assert.Equal(new DnsEndPoint("node.example", 2113), Assert.Single(read.Nodes));
        Assert.True(read is { Tls: true, TlsVerifyCert: true, TlsCaFile: null, Discover: false, Credentials: null, MaxDiscoverAttempts: 10 });
        Assert.Equal((10, 10, 10), (read.KeepAliveInterval.TotalSeconds, read.KeepAliveTimeout.TotalSeconds, read.DefaultDeadline.TotalSeconds));
    }

    [Fact]
    public void Everything_that_can_be_said_is_read()
    {
        var read = EventStoreDbConnectionString.Parse(
            "esdb://ad%40min:se:cr%2Fet@h1:1113,[::1]:2114,h3/?tls=false&tlsVerifyCert=False&tlsCaFile=%2Fca.pem&nodePreference=readOnlyReplica" +
            "&keepAliveInterval=-1&keepAliveTimeout=5000&defaultDeadline=750&MAXDISCOVERATTEMPTS=3&discoveryInterval=50&gossipTimeout=1500" +
            "&userCertFile=user.pem&userKeyFile=user.key");
        Assert.Equal([new DnsEndPoint("h1", 1113), new DnsEndPoint("[::1]", 2114), new DnsEndPoint("h3", 2113)], read.Nodes);
        Assert.Equal(("ad@min", "se:cr/et"), (read.Credentials!.UserName, read.Credentials.Password));
        Assert.True(read is { Discover: true, Tls: false, TlsVerifyCert: false, TlsCaFile: "/ca.pem", MaxDiscoverAttempts: 3 });
        Assert.Equal((NodePreference.ReadOnlyReplica, Timeout.InfiniteTimeSpan), (read.NodePreference, read.KeepAliveInterval));
        Assert.Equal((5000, 750), (read.KeepAliveTimeout.TotalMilliseconds, read.DefaultDeadline.TotalMilliseconds));
        Assert.Equal((50, 1500), (read.DiscoveryInterval.TotalMilliseconds, read.GossipTimeout.TotalMilliseconds));
        Assert.Equal(("user.pem", "user.key"), (read.UserCertFile, read.UserKeyFile));
    }

    [Fact]
    public void The_scheme_can_ask_for_discovery() => Assert.True(EventStoreDbConnectionString.Parse("esdb+discover://cluster.example").Discover);

    [Theory]
    [InlineData("", "no scheme")]
    [InlineData("localhost:2113", "no scheme")]
    [InlineData("http://localhost", "scheme 'http'")]
    [InlineData("esdb://", "lacks a host")]
    [InlineData("esdb://h1,", "lacks a host")]
    [InlineData("esdb://h 1", "host 'h 1'")]
    [InlineData("esdb://h1:", "port ''")]
    [InlineData("esdb://h1:0", "port '0'")]
    [InlineData("esdb://h1:65536", "port '65536'")]
    [InlineData("esdb://h1:+1", "port '+1'")]
    [InlineData("esdb://admin@h1", "user without a password")]
    [InlineData("esdb://:secret@h1", "password without a user")]
    [InlineData("esdb://h1?tls", "'tls' without a value")]
    [InlineData("esdb://h1?tls=yes", "tls=yes; it is true or false")]
    [InlineData("esdb://h1?tls=true&TLS=true", "TLS twice")]
    [InlineData("esdb://h1?tlsCaFile=", "empty tlsCaFile")]
    [InlineData("esdb://h1?userCertFile=user.pem", "one of userCertFile and userKeyFile")]
    [InlineData("esdb://h1?gossipTimeout=0", "gossipTimeout=0")]
    [InlineData("esdb://h1?tlsCaFile=%00", "control characters in its tlsCaFile")]
    [InlineData("esdb://h1?nodePreference=best", "nodePreference=best; it is leader")]
    [InlineData("esdb://h1?keepAliveInterval=0", "keepAliveInterval=0")]
    [InlineData("esdb://h1?keepAliveTimeout=999", "keepAliveTimeout=999; it is a whole number of milliseconds from 1000 on")]
    [InlineData("esdb://h1?defaultDeadline=-1", "defaultDeadline=-1")]
    [InlineData("esdb://h1?maxDiscoverAttempts=99999999999", "maxDiscoverAttempts=99999999999")]
    [InlineData("esdb://h1?colour=red", "option colour, which is not known")]
    public void A_wrong_one_says_which_part_is_wrong(string text, string part) =>
        Assert.Contains(part, Assert.Throws<FormatException>(() => EventStoreDbConnectionString.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("esdb://admin:changeit@h1")]
    [InlineData("esdb://admin:changeit@h1:x")]
    [InlineData("esdb://admin:changeit@h1?tls=x")]
    [InlineData("esdb://:changeit@h1")]
    public void The_password_is_never_told(string text)
    {
        try
        {
            Assert.DoesNotContain("changeit", EventStoreDbConnectionString.Parse(text).ToString(), StringComparison.Ordinal);
        }
        catch (FormatException exception)
        {
            Assert.DoesNotContain("changeit", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Whatever_is_written_is_read_or_refused_clearly()
    {
        string[] words =
        [
            "esdb://", "esdb+discover://", "h1", "h2.example", "[::1]", ":", "2113", "@", ",", "?", "&", "=", "/", "%", "%41", "%00", "tls", "true",
            "tlsCaFile", "keepAliveInterval", "defaultDeadline", "-1", "nodePreference", "leader", "é", "\u0000", "\ud800", " ",
        ];
        var pieces = Gen.Int[0, words.Length - 1].Select(index => words[index]);
        Gen.OneOf(pieces.Array[0, 12].Select(string.Concat), pieces.Array[0, 8].Select(some => "esdb://h1?" + string.Concat(some)), Gen.String)
            .Sample(text =>
            {
                try
                {
                    Assert.NotEmpty(EventStoreDbConnectionString.Parse(text).Nodes);
                }
                catch (FormatException exception)
                {
                    Assert.StartsWith("The EventStoreDB connection string ", exception.Message, StringComparison.Ordinal);
                }
            }, iter: 20_000);
    }
}
