"""The longer texts of the stories."""

ESTELA_ASKS = """I have many questions and I do not know who to ask, so I write them all here.

My daughter Pilar is twelve. On the Tuesday before half-term she told me, in the car, what had been going on in the \
changing rooms after sport. She had kept it to herself for weeks because she thought that she would get somebody into \
trouble. I stopped the car. I did not know what to say to her. I told her that she had done the right thing and that \
I would sort it out.

I called the school the next morning at half past eight. The person at the office was kind. She said that someone \
would call me back before lunch. Nobody did. I called again on Thursday and was told that it had been passed on. I \
wrote a letter by hand, three pages, and my brother took it to the office on Thursday afternoon. On Friday, at ten \
past four, somebody rang. That is three days. In those three days my daughter sat in the same room every day, and \
every evening she asked me if they had called. What was I to say?

When somebody did come, Pilar told it to a teacher, all of it. Then on the Monday she was asked to tell it once more \
to somebody else, from the beginning, because the first person had not written it down. She cried all that evening. \
She said: they did not believe me the first time. I told her that this is not so. But I do not know if it is not so.

I also want to know what is different now. Is there a grown-up near the changing rooms? Are they locked when nobody \
is there? I was told that "measures are in place". I do not know what that means. I would like to know what has been \
done, in plain words, so that I can tell Pilar and she can look for herself and see that it is there.

And there is Mateus. He is seven. In September he should start at the same school, and he is looking forward to it. \
I do not want to take that away from him, and I do not want to lie awake either.

I am not angry with the people at the school. Some of them have been very good to Pilar. But I want to understand it, \
step by step, and I want it in writing, because when somebody tells me these things on the phone I nod and then I \
forget the half of it.

Thank you for reading all of this.

Estela Okonjo-Reyes"""

NEXT_STEPS = """The police are still working on this. We do not know how long it takes. These are the next steps.

1. Rowan Tallis calls the officer every two weeks and then calls you the same day, also when there is no news.
2. Nobody at school asks Rosalind about it. If she wants to talk, she can choose with whom.
3. Help for Rosalind does not wait for the police. It can start as soon as you both want it.

Call Rowan Tallis on 01632 960140, Monday to Friday, 9am to 5pm. If somebody is in danger, call 999."""

# "Why did nobody from the school call me that day? I heard of it from my neighbour, and not from the school. I want
# to know who should have called me."
WHY_NOBODY_CALLED = """لماذا لم يتصل بي أحد من المدرسة في ذلك اليوم؟

عرفتُ بما حدث من جارتي وليس من المدرسة. أريد أن أعرف من كان عليه أن يتصل بي."""

WHO_SHOULD_CALL = """The head of year should have called you, the same day, with somebody who speaks Arabic. She knows \
that, and she would like to tell you herself that she is sorry. You decide if you want that."""

COACH_WROTE = """We have read what the coach wrote down. Most of it is about other children, and we must keep that \
private. So we cannot give you the pages.

What it says about Linnea is what you know from her: that she came to the coach after training, and that he \
listened to her."""

TOLL_HOUSE = """It took us eleven weeks to write to you. That is far too long. Your letter was put into the wrong file \
and nobody looked for it until you called. We are sorry. Letters about children are now opened by two people, and \
somebody counts them every Friday."""

WYN_TALKS = """There is a team called Stillmarsh. They help young people who have hurt somebody to understand what \
happened and to stop it happening again. Nobody there shouts or blames. Wyn can bring you, or come alone.

You can call them yourself on 01632 960155, or ask Isolde Fenwright to call for you. There is no charge."""

COACH_NOTE = """Linnea stayed behind after training and asked to speak with me. She said that she does not want to \
change in the same room any more.

She named two other children who were there and told me what each of them had said to her. One of them cried when she \
said it.

She asked me not to tell her mother yet. I said that I could not promise that, and that I would not do anything \
without telling her first.

I called the welfare officer at twenty past seven the same evening."""

COACH_BEST = "The other children told it in trust. Linnea's own words can be given to her mother."
