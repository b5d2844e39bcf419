/* Reports that mails did not arrive, without the form of RFC 3464: as mail systems of many kinds and languages tell it. */
#include "mail/mime_read.h"

#include "check.h"
#include "mail_check.h"

#include "base/digest.h"

static const struct {
    const char *name, *path, *from, *subject, *text;
    const char *kind; /* of the one recipient, ada@example.org; NULL: no report at all */
} cases[] = {
    { "qmail", "<>", "MAILER-DAEMON@mx.example.org",
      "failure notice",
      "Hi. This is the qmail-send program at mx.example.org.\n"
      "I'm afraid I wasn't able to deliver your message to the following addresses.\n"
      "This is a permanent error; I've given up. Sorry it didn't work out.\n"
      "\n"
      "<ada@example.org>:\n"
      "Sorry, no mailbox here by that name. (#5.1.1)\n"
      "\n"
      "--- Below this line is a copy of the message.\n"
      "\n"
      "Message-ID: <our@desk>\n",
      "hard" },
    { "Exim", "<>", "Mail Delivery System <Mailer-Daemon@mx.example.org>",
      "Mail delivery failed: returning message to sender",
      "This message was created automatically by mail delivery software.\n"
      "\n"
      "A message that you sent could not be delivered to one or more of its\n"
      "recipients. This is a permanent error. The following address(es) failed:\n"
      "\n"
      "  ada@example.org\n"
      "    host mx.far.example [192.0.2.1]\n"
      "    SMTP error from remote mail server after RCPT TO:<ada@example.org>:\n"
      "    550 User unknown\n",
      "hard" },
    { "Exim, full", "<>", "Mail Delivery System <Mailer-Daemon@mx.example.org>",
      "Mail delivery failed: returning message to sender",
      "A message that you sent could not be delivered to one or more of its\n"
      "recipients. The following address(es) failed:\n"
      "\n"
      "  ada@example.org\n"
      "    mailbox is full: retry timeout exceeded\n",
      "soft" },
    { "Domino", "<>", "postmaster@corp.example",
      "DELIVERY FAILURE: User ada (ada@example.org) not listed in Domino Directory",
      "Your message\n"
      "\n"
      "  Subject: Bell\n"
      "\n"
      "was not delivered to:\n"
      "\n"
      "  ada@example.org\n"
      "\n"
      "because:\n"
      "\n"
      "  User ada (ada@example.org) not listed in Domino Directory\n",
      "hard" },
    { "Exchange 2003", "<>", "System Administrator <postmaster@corp.example>",
      "Undeliverable: The bell",
      "Your message\n"
      "\n"
      "  To:      ada@example.org\n"
      "  Subject: The bell\n"
      "  Sent:    Fri, 20 Nov 2026 10:00:00 +0000\n"
      "\n"
      "did not reach the following recipient(s):\n"
      "\n"
      "ada@example.org on Fri, 20 Nov 2026 10:00:05 +0000\n"
      "    The e-mail account does not exist at the organization this message was sent to.\n"
      "    <mx.corp.example #5.1.1>\n",
      "hard" },
    { "MDaemon", "<>", "MDaemon at corp.example <MDaemon@corp.example>",
      "Delivery problem with your message",
      "The following message could not be delivered to the recipient:\n"
      "\n"
      " ada@example.org\n"
      "\n"
      "Reason: Mailbox is over quota\n",
      "soft" },
    { "Courier", "<>", "MAILER-DAEMON@mx.example.org",
      "NOTICE: mail delivery status.",
      "This is a delivery status notification from mx.example.org,\n"
      "running the Courier mail server.\n"
      "\n"
      "Your message could not be delivered to the following addresses.\n"
      "\n"
      "<ada@example.org>:\n"
      "   mx.far.example [192.0.2.4]:\n"
      ">>> RCPT TO:<ada@example.org>\n"
      "<<< 550 No such user here\n",
      "hard" },
    { "hMailServer", "<>", "mailer-daemon@corp.example",
      "Message undeliverable: Bell",
      "Your message did not reach some or all of the intended recipients.\n"
      "\n"
      "ada@example.org\n"
      "   Error Type: SMTP\n"
      "   hMailServer sent: RCPT TO:<ada@example.org>\n"
      "   Remote server replied: 550 Unknown user\n",
      "hard" },
    { "MailEnable", "<>", "postmaster@corp.example",
      "Message Delivery Failure",
      "Message could not be delivered to some recipients.\n"
      "\n"
      "\tRecipient: [SMTP:ada@example.org]\n"
      "\tReason: Remote SMTP Server Returned: 550 No such user\n",
      "hard" },
    { "a quota that comes first", "<>", "Mail Delivery Subsystem <mailer-daemon@corp.example>",
      "Rejected: Bell",
      "Your message to <ada@example.org> was automatically rejected:\nNot enough disk space. It was not delivered.\n",
      "soft" },
    { "Chinese, by a label", "<>", "PostMaster@provider.example",
      "系统退信",
      "退信原因：收件人：ada@example.org（不存在），邮件无法送达。\n",
      "hard" },
    { "Italian", "<>", "postmaster@posta.example",
      "Notifica di mancata consegna",
      "Il messaggio non può essere consegnato al destinatario ada@example.org\n\nMotivo: indirizzo inesistente\n",
      "hard" },
    { "a big provider", "<>", "MAILER-DAEMON@yahoo.example",
      "Failure Notice",
      "Sorry, we were unable to deliver your message to the following address.\n"
      "\n"
      "<ada@example.org>:\n"
      "554: delivery error: dd This user doesn't have an account (ada@example.org) [0] - mta.example\n",
      "hard" },
    { "German", "<>", "Mail Delivery System <mailer-daemon@provider.example>",
      "Ihre E-Mail konnte nicht zugestellt werden",
      "Diese Nachricht wurde automatisch erzeugt.\n"
      "\n"
      "Ihre E-Mail konnte leider nicht an folgenden Empfänger zugestellt werden:\n"
      "\n"
      "ada@example.org\n"
      "\n"
      "Grund: Der Empfänger existiert nicht.\n",
      "hard" },
    { "German, full", "<>", "Mail Delivery System <mailer-daemon@provider.example>",
      "Unzustellbar: Klingel",
      "Die Zustellung an folgende Empfänger ist fehlgeschlagen:\n"
      "\n"
      "   ada@example.org\n"
      "\n"
      "Das Postfach des Empfängers ist voll.\n",
      "soft" },
    { "French, full", "<>", "postmaster@fournisseur.example",
      "Message non distribué",
      "Votre message n'a pas pu être remis au destinataire suivant :\n"
      "\n"
      "ada@example.org\n"
      "\n"
      "La boîte aux lettres du destinataire est pleine.\n",
      "soft" },
    { "French", "<>", "postmaster@fournisseur.example",
      "Échec de la remise du message",
      "Impossible de remettre votre message à ada@example.org\n"
      "\n"
      "Adresse inconnue : l'utilisateur n'existe pas.\n",
      "hard" },
    { "Spanish", "<>", "postmaster@correo.example",
      "No se puede entregar: Timbre",
      "No se pudo entregar el mensaje a los siguientes destinatarios:\n"
      "\n"
      "ada@example.org\n"
      "\n"
      "El usuario no existe.\n",
      "hard" },
    { "Italian, full", "<>", "postmaster@posta.example",
      "Mancato recapito",
      "Il messaggio non è stato recapitato ai seguenti destinatari:\n"
      "\n"
      "ada@example.org\n"
      "\n"
      "La casella del destinatario è piena.\n",
      "soft" },
    { "Portuguese", "<>", "postmaster@correio.example",
      "Falha na entrega",
      "A sua mensagem não pôde ser entregue a:\n"
      "\n"
      "ada@example.org\n"
      "\n"
      "Usuário desconhecido.\n",
      "hard" },
    { "Dutch", "<>", "postmaster@post.example",
      "Onbestelbaar: bel",
      "Uw bericht kon niet worden afgeleverd bij:\n"
      "\n"
      "ada@example.org\n"
      "\n"
      "De mailbox bestaat niet.\n",
      "hard" },
    { "Polish, full", "<>", "postmaster@poczta.example",
      "Niedostarczona wiadomość",
      "Twoja wiadomość nie została dostarczona do:\n"
      "\n"
      "ada@example.org\n"
      "\n"
      "Skrzynka odbiorcza jest pełna.\n",
      "soft" },
    { "Japanese", "<>", "MAILER-DAEMON@mail.example",
      "メールを配信できませんでした",
      "次の宛先にメールを配信できませんでした。\n"
      "\n"
      "ada@example.org\n"
      "\n"
      "宛先のユーザーが見つかりません。\n",
      "hard" },
    { "Russian", "<>", "mailer-daemon@pochta.example",
      "Недоставленное сообщение",
      "Ваше сообщение не может быть доставлено следующему получателю:\n"
      "\n"
      "ada@example.org\n"
      "\n"
      "Пользователь не найден.\n",
      "hard" },
    { "Chinese", "<>", "postmaster@youxiang.example",
      "系统退信",
      "您的邮件无法投递到以下收件人：\n"
      "\n"
      "ada@example.org\n"
      "\n"
      "收件人不存在。\n",
      "hard" },
    { "Swedish, full", "<>", "postmaster@post.example",
      "Kunde inte leverera: klocka",
      "Meddelandet kunde inte levereras till:\n"
      "\n"
      "ada@example.org\n"
      "\n"
      "Brevlådan är full.\n",
      "soft" },
    { "sendmail, still trying", "<>", "MAILER-DAEMON@mx.example.org",
      "Warning: could not send message for past 4 hours",
      "    **********************************************\n"
      "    **      THIS IS A WARNING MESSAGE ONLY      **\n"
      "    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **\n"
      "    **********************************************\n"
      "\n"
      "The original message was received at Fri, 20 Nov 2026\n"
      "\n"
      "   ----- Transcript of session follows -----\n"
      "<ada@example.org>... Deferred: Connection timed out with mx.far.example.\n"
      "Will keep trying until message is 5 days old\n",
      "soft" },
    { "GroupWise", "<>", "postmaster@corp.example",
      "Message status - undeliverable",
      "The message that you sent was undeliverable to the following:\n"
      "\n"
      "\tada@example.org (user not found)\n",
      "hard" },
    { "Postfix, full", "<>", "MAILER-DAEMON@mx.example.org (Mail Delivery System)",
      "Undelivered Mail Returned to Sender",
      "This is the mail system at host mx.example.org.\n"
      "\n"
      "I'm sorry to have to inform you that your message could not\n"
      "be delivered to one or more recipients.\n"
      "\n"
      "<ada@example.org>: host mx.far.example[192.0.2.7] said: 552 5.2.2 Over quota (in reply to RCPT TO command)\n",
      "soft" },
    { "a person about a bounce", "<bob@x.example>", "Bob <bob@x.example>",
      "My mail was not delivered",
      "Hello, I wrote to ada@example.org and it could not be delivered. Can you help?\n",
      NULL },
    { "a postmaster who is a person", "<postmaster@small.example>", "Postmaster <postmaster@small.example>",
      "Question about delivery",
      "Hello, when is the delivery of my bike? \n",
      NULL },
};

static struct mail read_case(TALLOC_CTX *mem, size_t i)
{
    struct err err = { 0 };
    struct mime_reader *reader;
    struct mail mail;
    assert_ok(digest_start(&err));
    assert_ok(mime_reader_new(mem, STR(""), &reader, &err));
    struct str raw = str_format(mem, "Return-Path: %s\nFrom: %s\nTo: help@desk.example\nSubject: %s\n"
                                     "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n%s",
                                cases[i].path, cases[i].from, cases[i].subject, cases[i].text);
    mime_read(reader, mem, raw, &mail);
    return mail;
}

static void a_report_without_a_form_names_recipient_and_kind_AC128(void **state)
{
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct mail mail = read_case(*state, i);
        if (cases[i].kind == NULL)
            continue;
        if (mail.automatic != MAIL_BOUNCE || mail.bounced.count != 1)
            fail_msg("%s: %zu recipients of a %s", cases[i].name, mail.bounced.count, mail_automatic_words[mail.automatic]);
        const struct mail_bounced *bounced = mail.bounced.items;
        assert_same(cases[i].name, bounced->address, "ada@example.org");
        assert_same(cases[i].name, bounced->kind, cases[i].kind);
    }
}

static void who_writes_about_mail_is_no_report_AC128(void **state)
{
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        if (cases[i].kind == NULL)
            assert_same(cases[i].name, str_from(mail_automatic_words[read_case(*state, i).automatic]), "no");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_report_without_a_form_names_recipient_and_kind_AC128),
        TEST(who_writes_about_mail_is_no_report_AC128),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
