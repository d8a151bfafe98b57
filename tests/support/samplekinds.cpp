// What each app of the sample stores: compound keys and values as in the domain reference, section 6.1. All names and tokens are invented.
#include "tests/support/samplescribe.h"

namespace persistence::test {

namespace {

void writeFeedback(SampleScribe &s)
{
    static const char *const kCategories[] = {"support", "product", "billing", "documentation"};
    const SamplePerson author = s.world.anyPerson(s.random);
    const SampleRoom room = s.world.anyRoom(s.random);
    const qint64 drawn = s.random.below(10);
    const int rating = drawn < 4 ? 5 : drawn < 6 ? 4 : drawn < 7 ? 3 : drawn < 9 ? 2 : 1;
    s.key({{"misc", "feedback"}, {"room", room.id}, {"user", author.id}});
    s.openData();
    s.whole("rating", rating);
    s.text("comment", sampleComment(s.random, rating));
    s.text("category", s.random.pick(kCategories));
    s.person("user", author);
    s.room("room", room);
    s.date("submittedAt", s.time);
    s.flag("mayContact", s.random.chance(60));
    if (s.random.chance(30))
        s.person("answeredBy", s.world.anyPerson(s.random));
    else
        s.none("answeredBy");
    s.texts("tags", {rating <= 2 ? "urgent" : "later"});
    s.number("secondsToAnswer", double(s.random.below(40'000)) / 10);
    s.close();
}

void writeMessageCount(SampleScribe &s)
{
    // The tutorial's bug: one more record of the same key for every message.
    s.key({{"misc", "message-count"}});
    s.openData();
    s.whole("count", 1);
    s.close();
}

void writePoll(SampleScribe &s)
{
    const QByteArray message = s.world.anyMessageId(s.random);
    s.key({{"misc", message}});
    s.openData();
    s.text("msgId", message);
    s.text("uid", s.world.anyPerson(s.random).id);
    s.text("question", "Which day suits you best?");
    s.texts("options", {"Monday", "Wednesday", "Friday after lunch"});
    s.whole("totalVotes", 4);
    s.out.openArray("votes");
    for (qint64 option = 0; option < 3; ++option) {
        s.openItem(option);
        const qint64 voters = s.random.below(3);
        s.whole("quantity", qint32(voters));
        s.out.openArray("voters");
        for (qint64 i = 0; i < voters; ++i)
            s.person(QByteArray::number(i), s.world.anyPerson(s.random));
        s.close();
        s.close();
    }
    s.close();
    if (s.random.chance(30))
        s.flag("finished", true);
    s.flag("confidential", s.random.chance(20));
    s.text("showResults", "always");
    s.flag("singleChoice", true);
    if (s.random.chance(50))
        s.number("closesAt", double(s.time + 86'400'000));
    s.close();
}

void writePollModal(SampleScribe &s)
{
    // Created again at each drawing of the dialog: three records of one key in a row.
    Random view(7, 77, quint64(s.ordinal / 300));
    s.key({{"misc", SampleWorld::uuid(view)}});
    s.openData();
    const SampleRoom room = s.world.anyRoom(s.random);
    s.wholeRoom("room", room);
    s.person("user", s.world.anyPerson(s.random));
    s.none("threadId");
    s.date("openedAt", s.time);
    s.close();
}

void writeGitHubSubscription(SampleScribe &s)
{
    static const char *const kEvents[] = {"issues", "pull_request", "push", "release"};
    const QByteArray repository = "orchard/" + QByteArray(s.random.chance(50) ? "cider" : "press");
    const SampleRoom room = s.world.anyRoom(s.random);
    const SamplePerson owner = s.world.anyPerson(s.random);
    const QByteArray event = s.random.pick(kEvents);
    s.key({{"misc", "subscription"}, {"misc", "repo:" + repository}, {"room", room.id}, {"misc", event}, {"user", owner.id}});
    s.openData();
    s.text("webhookId", QByteArray::number(100'000'000 + s.random.below(900'000'000)));
    s.text("user", owner.id);
    s.text("repoName", repository);
    s.text("room", room.id);
    s.text("event", event);
    s.close();
}

void writeGitHubIssues(SampleScribe &s)
{
    const SampleRoom room = s.world.anyRoom(s.random);
    const SamplePerson reader = s.world.anyPerson(s.random);
    s.key({{"misc", "githubRepoIssues"}, {"room", room.id}, {"user", reader.id}});
    s.openData();
    s.text("user_id", reader.id);
    s.text("room_id", room.id);
    s.text("repository", "orchard/cider");
    s.flag("push_rights", false);
    s.out.openArray("issue_list");
    const qint64 issues = 3 + s.random.below(12);
    for (qint64 i = 0; i < issues; ++i) {
        s.openItem(i);
        s.number("issue_id", double(2'400'000'000 + i * 7919));
        s.text("title", sampleSentence(s.random));
        s.text("html_url", "https://git.example.org/orchard/cider/issues/" + QByteArray::number(40 + i));
        s.texts("labels", {"bug", "help wanted"});
        s.text("body", sampleText(s.random, 200));
        s.close();
    }
    s.close();
    s.close();
}

void writeGitHubReminders(SampleScribe &s)
{
    s.key({{"misc", "reminder"}});
    s.openDataList();
    for (qint64 i = 0; i < 3; ++i) {
        const SamplePerson person = s.world.anyPerson(s.random);
        s.openItem(i);
        s.text("userid", person.id);
        s.text("username", person.username);
        s.texts("repos", {"orchard/cider", "orchard/press"});
        s.out.openArray("unsubscribedPR");
        s.close();
        s.close();
    }
    s.close();
}

void writeToken(SampleScribe &s, const char *kind)
{
    const SamplePerson owner = s.world.anyPerson(s.random);
    s.key({{"user", owner.id}, {"misc", kind}});
    s.openData();
    s.text("scope", "read,write");
    s.text("token", "invented-token-" + SampleWorld::meteorId(s.random));
    s.number("expiresAt", double(s.time + 3'600'000));
    s.text("refreshToken", "invented-refresh-" + SampleWorld::meteorId(s.random));
    s.close();
}

void writeGitHubToken(SampleScribe &s)
{
    writeToken(s, "github-app-oauth-connection");
}

void writeNotion(SampleScribe &s)
{
    if (s.random.chance(30)) {
        writeToken(s, "notion_current_workspace");
        return;
    }
    const SamplePerson owner = s.world.anyPerson(s.random);
    s.key({{"user", owner.id + '#' + SampleWorld::uuid(s.random) + "#SearchPageAndDatabase"}});
    s.openData();
    s.out.openArray("data");
    for (qint64 i = 0; i < 4; ++i) {
        s.openItem(i);
        s.text("name", sampleSentence(s.random));
        s.text("link", "https://notes.example.org/" + SampleWorld::hexId(s.time, s.random));
        s.flag("isParent", i == 0);
        s.close();
    }
    s.close();
    s.close();
}

void writeQuickReplies(SampleScribe &s)
{
    const SamplePerson owner = s.world.anyPerson(s.random);
    if (s.random.chance(40)) {
        s.key({{"user", owner.id + "#preference"}});
        s.openData();
        s.out.openDocument("preference");
        s.text("userId", owner.id);
        s.text("language", s.random.chance(50) ? "de" : "en");
        s.out.openDocument("AIconfiguration");
        s.text("AIProvider", "self-hosted");
        s.out.openDocument("openAI");
        s.text("apiKey", "invented-key-" + SampleWorld::meteorId(s.random));
        s.text("model", "");
        s.close();
        s.close();
        s.close();
        s.close();
        return;
    }
    s.key({{"user", owner.id}, {"misc", "reply"}});
    s.openDataList();
    const qint64 replies = 1 + s.random.below(4);
    for (qint64 i = 0; i < replies; ++i) {
        s.openItem(i);
        s.text("id", owner.id + "-m" + QByteArray::number(s.time + i, 36));
        s.text("name", "Reply " + QByteArray::number(i + 1));
        s.text("body", sampleText(s.random, 60));
        s.close();
    }
    s.close();
}

void writeTeams(SampleScribe &s)
{
    // Two-way maps are two records of equal data under two keys; and a Teams message id stands under `message` on purpose.
    Random pair(11, 5, quint64(s.ordinal / 2));
    const QByteArray message = s.world.anyMessageId(pair);
    const QByteArray teams = QByteArray::number(1'770'000'000'000 + pair.below(900'000'000));
    s.key({{"misc", "MessageIdMapping"}, {"message", s.ordinal % 2 ? teams : message}});
    s.openData();
    s.text("rocketChatMessageId", message);
    s.text("teamsMessageId", teams);
    s.text("teamsThreadId", "19:" + SampleWorld::uuid(pair) + "@thread.v2");
    s.close();
}

void writeWhiteboard(SampleScribe &s)
{
    const QByteArray board = SampleWorld::uuid(s.random);
    const SampleRoom room = s.world.anyRoom(s.random);
    const QByteArray message = s.world.anyMessageId(s.random);
    s.key({{"user", board + "#BoardName"},
           {"message", message + "#MessageId"},
           {"room", room.id + "#BoardName"},
           {"misc", "board"},
           {"room", room.id + '#' + board + "#BoardName"}});
    s.openData();
    s.text("id", board);
    s.out.openDocument("boardData");
    s.out.openArray("elements");
    const qint64 elements = 5 + s.random.below(30);
    for (qint64 i = 0; i < elements; ++i) {
        s.openItem(i);
        s.text("type", i % 3 ? "line" : "rectangle");
        s.number("x", double(s.random.below(100'000)) / 64);
        s.number("y", -double(s.random.below(100'000)) / 64);
        s.whole("strokeWidth", 2);
        s.number("version", double(s.random.next() >> 12));
        s.flag("isDeleted", false);
        s.close();
    }
    s.close();
    s.out.openDocument("appState");
    s.text("viewBackgroundColor", "#ffffff");
    s.none("gridSize");
    s.close();
    s.out.openDocument("files");
    s.close();
    s.close();
    s.text("messageId", message);
    s.text("cover",
           "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");
    s.text("title", "Untitled board " + QByteArray::number(s.random.below(40)));
    s.text("status", "");
    s.out.openArray("boardOwner");
    s.person("0", s.world.anyPerson(s.random));
    s.close();
    s.close();
}

void writeCalendar(SampleScribe &s)
{
    const SamplePerson owner = s.world.anyPerson(s.random);
    if (s.random.chance(50)) {
        s.key({{"user", owner.id}, {"misc", "selected calendar"}});
        s.openData();
        s.text("calendar", owner.username + "@calendar.example.org");
        s.close();
        return;
    }
    // A user id under `room`: read back by the second part alone, and wrong as soon as two people connect.
    s.key({{"room", owner.id}, {"misc", "invented-client-id"}});
    s.openData();
    s.text("uid", owner.id);
    s.close();
}

void writeJira(SampleScribe &s)
{
    if (s.random.chance(30)) {
        s.key({{"misc", "webhook"}});
        s.openData();
        s.text("url", "https://jira.example.org/rest/webhooks/1.0/webhook/" + QByteArray::number(s.random.below(50)));
        s.whole("attempts", qint32(s.random.below(5)));
        s.close();
        return;
    }
    const SampleRoom room = s.world.anyRoom(s.random);
    s.key({{"room", room.id}, {"misc", "projects"}});
    s.openData();
    s.room("room", room);
    s.out.openDocument("connectedProjects");
    for (const char *project : {"CID", "OPS"}) {
        s.out.openDocument(project);
        s.text("key", project);
        s.whole("id", qint32(10'000 + s.random.below(500)));
        s.flag("notify", s.random.chance(50));
        s.close();
    }
    s.close();
    s.close();
}

void writeFigma(SampleScribe &s)
{
    const SamplePerson owner = s.world.anyPerson(s.random);
    if (s.random.chance(50)) {
        s.key({{"misc", owner.id}});
        s.openData();
        s.wholeRoom("room", s.world.anyRoom(s.random));
        s.close();
        return;
    }
    const QByteArray webhook = QByteArray::number(s.random.below(1'000'000));
    const QByteArray team = QByteArray::number(1'100'000'000'000 + s.random.below(8));
    s.key({{"misc", "subscription"}, {"misc", "webhook_id:" + webhook}, {"misc", "team_id:" + team}, {"misc", "event_name:FILE_COMMENT"}});
    s.openData();
    s.text("webhook_id", webhook);
    s.text("user_id", owner.id);
    s.text("team_id", team);
    s.text("event_name", "FILE_COMMENT");
    s.out.openArray("room_data");
    s.openItem(0);
    s.text("room_Id", s.world.anyRoom(s.random).id);
    s.none("project_Ids");
    s.texts("file_Ids", {SampleWorld::meteorId(s.random)});
    s.close();
    s.close();
    s.close();
}

void writeNews(SampleScribe &s)
{
    static const char *const kCategories[] = {"science", "technology", "local", "weather"};
    const QByteArray category = s.random.pick(kCategories);
    const QByteArray hash = SampleWorld::hexId(s.time, s.random);
    s.key({{"misc", "news-aggregation"}, {"misc", category}, {"misc", hash}});
    s.openData();
    s.text("id", hash);
    s.text("title", sampleSentence(s.random));
    s.text("description", sampleText(s.random, 120));
    s.text("link", "https://news.example.org/" + category + '/' + hash);
    s.date("publishedAt", s.time - s.random.below(86'400'000));
    s.close();
}

void writeWhatsAppFile(SampleScribe &s)
{
    const SampleUpload file = s.world.upload(s.random.below(s.world.uploadCount()));
    const SampleRoom room = s.world.anyRoom(s.random, 'l');
    const SamplePerson sender = s.world.anyPerson(s.random);
    s.key({{"misc", "file-buffer"}, {"room", room.id}, {"user", sender.id}, {"file", file.name}});
    QByteArray bytes;
    const qint64 size = 40 + s.random.below(400);
    for (qint64 i = 0; i < size; ++i)
        bytes.append(char(s.random.below(256)));
    s.openData();
    s.out.appendBinary("data", 0, bytes);
    s.close();
}

void writeWhatsAppMessage(SampleScribe &s)
{
    const SampleRoom room = s.world.anyRoom(s.random, 'l');
    const QByteArray livechat = s.world.anyMessageId(s.random);
    const QByteArray message = s.world.anyMessageId(s.random);
    s.key({{"misc", "wa-message"}, {"room", room.id}, {"livechat-message", livechat}, {"message", message}});
    s.openData();
    s.text("lcMessageID", livechat);
    s.text("rcMessageID", message);
    s.none("attachID");
    s.flag("directionIn", s.random.chance(50));
    s.close();
}

void writeTimeOff(SampleScribe &s)
{
    const SamplePerson person = s.world.anyPerson(s.random);
    s.key({{"misc", "timeoff"}, {"user", person.id}});
    s.openData();
    s.text("userId", person.id);
    s.date("startDate", s.time);
    s.date("endDate", s.time + 5 * 86'400'000LL);
    s.text("message", "Away, " + s.world.anyPerson(s.random).name + " stands in.");
    s.close();
}

void writeVideoConference(SampleScribe &s)
{
    const SampleRoom room = s.world.anyRoom(s.random, 'p');
    s.key({{"video-conference", SampleWorld::hexId(s.time, s.random)}, {"discussion", room.id}});
    s.openData();
    s.text("provider", "meet.example.org");
    s.whole("ringing", 0);
    s.close();
}

} // namespace

const QList<SampleKind> &sampleKinds()
{
    static const QList<SampleKind> kKinds = {
        {0, 15, writeFeedback},
        {12, 12, writeMessageCount},
        {2, 8, writePoll},
        {2, 3, writePollModal},
        {1, 5, writeGitHubSubscription},
        {1, 3, writeGitHubIssues},
        {1, 1, writeGitHubReminders},
        {1, 2, writeGitHubToken},
        {3, 5, writeNotion},
        {4, 5, writeQuickReplies},
        {5, 8, writeTeams},
        {6, 2, writeWhiteboard},
        {7, 4, writeCalendar},
        {8, 4, writeJira},
        {9, 3, writeFigma},
        {10, 8, writeNews},
        {11, 2, writeWhatsAppFile},
        {11, 2, writeWhatsAppMessage},
        {13, 2, writeTimeOff},
        {1, 1, writeVideoConference},
    };
    return kKinds;
}

} // namespace persistence::test
