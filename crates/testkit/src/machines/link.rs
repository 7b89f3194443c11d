//! The link as it is in the mountains: it drops requests, drops replies, repeats, delays and reorders. What does arrive
//! arrives as signed bytes, made and read by the same code as over HTTP.

use std::cell::RefCell;

use center::Prefecture;
use domain::Stream;
use journal::{DeviceKey, PublicKey};
use sync::{
    AttachReply, AttachRequest, Center, EnrolRequest, Enrolment, ExchangeReply, ExchangeRequest, Form, LinkError,
    LookUpReply, LookUpRequest, NOT_ENROLLED, Reply, Request, open_reply, open_request, seal_reply, seal_request,
};

use crate::seed::Rng;

/// How the link is now. Shares are in percent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Weather {
    pub down: bool,
    pub loses_requests: u64,
    pub loses_replies: u64,
    pub repeats: u64,
    /// A lost request that arrives later, after newer ones.
    pub delays: u64,
    pub loses_next_request: bool,
    pub loses_next_reply: bool,
    pub repeats_next: bool,
}

/// One outlet's way to the center.
pub struct FlakyLink {
    center: Prefecture,
    key: DeviceKey,
    /// `None` until the laptop is enrolled.
    device: Option<(Stream, PublicKey)>,
    sky: RefCell<Sky>,
}

struct Sky {
    weather: Weather,
    rng: Rng,
    /// Requests that are still on their way; nobody waits for their replies any more.
    late: Vec<Vec<u8>>,
}

impl FlakyLink {
    pub fn new(center: Prefecture, key: DeviceKey, device: Option<(Stream, PublicKey)>, rng: Rng) -> FlakyLink {
        let sky = Sky { weather: Weather::default(), rng, late: Vec::new() };
        FlakyLink { center, key, device, sky: RefCell::new(sky) }
    }

    pub fn enrolled_as(&mut self, stream: Stream, center_key: PublicKey) {
        self.device = Some((stream, center_key));
    }

    /// The center was started again.
    pub fn leads_to(&mut self, center: Prefecture) {
        self.center = center;
    }

    pub fn weather(&self) -> Weather {
        self.sky.borrow().weather
    }

    pub fn set_weather(&self, change: impl FnOnce(&mut Weather)) {
        change(&mut self.sky.borrow_mut().weather);
    }

    /// All requests that are still on their way arrive, in any order.
    pub fn let_late_ones_arrive(&self) {
        loop {
            let late = self.sky.borrow_mut().arriving();
            if late.is_empty() {
                return;
            }
            for bytes in late {
                let _ = serve(&self.center, &bytes);
            }
        }
    }

    fn ask(&self, request: &Request) -> Result<Reply, LinkError> {
        let fate = self.sky.borrow_mut().fate()?;
        let (device, center_key) = match self.device {
            Some((stream, center_key)) => (stream.device, Some(center_key)),
            None => (NOT_ENROLLED, None),
        };
        let nonce = self.sky.borrow_mut().rng.next_u64();
        let (bytes, asked) = seal_request(&self.key, device, Form::Packed, nonce, request);
        if fate.request_is_lost {
            self.sky.borrow_mut().late.extend(fate.request_is_late.then_some(bytes));
            return Err(LinkError::TimedOut);
        }
        let mut reply = serve(&self.center, &bytes)?;
        if fate.is_repeated {
            reply = serve(&self.center, &bytes)?;
        }
        for late in self.sky.borrow_mut().arriving() {
            // Its sender has given up on the answer long ago.
            let _ = serve(&self.center, &late);
        }
        if fate.reply_is_lost {
            return Err(LinkError::TimedOut);
        }
        open_reply(&reply, &asked, center_key.as_ref())
    }
}

struct Fate {
    request_is_lost: bool,
    request_is_late: bool,
    reply_is_lost: bool,
    is_repeated: bool,
}

impl Sky {
    fn fate(&mut self) -> Result<Fate, LinkError> {
        let weather = self.weather;
        if weather.down {
            return Err(LinkError::Unreachable("the link is down".to_owned()));
        }
        self.weather.loses_next_request = false;
        self.weather.loses_next_reply &= weather.loses_next_request;
        self.weather.repeats_next &= weather.loses_next_request;
        Ok(Fate {
            request_is_lost: weather.loses_next_request | self.rng.chance(weather.loses_requests, 100),
            request_is_late: self.rng.chance(weather.delays, 100),
            reply_is_lost: weather.loses_next_reply | self.rng.chance(weather.loses_replies, 100),
            is_repeated: weather.repeats_next | self.rng.chance(weather.repeats, 100),
        })
    }

    /// The late requests that arrive now, in any order.
    fn arriving(&mut self) -> Vec<Vec<u8>> {
        let mut late = std::mem::take(&mut self.late);
        self.rng.shuffle(&mut late);
        let stay = late.len() / 2;
        self.late = late.split_off(late.len() - stay);
        late
    }
}

/// The center's answer to a request in bytes.
pub fn serve(center: &Prefecture, bytes: &[u8]) -> Result<Vec<u8>, LinkError> {
    let opened = open_request(bytes, |device| center.device_key(device)).map_err(LinkError::Refused)?;
    let reply = match &opened.request {
        Request::Exchange(request) => Reply::Exchange(center.exchange(request)?),
        Request::LookUp(request) => Reply::LookUp(center.look_up(request)?),
        Request::Attach(request) => Reply::Attached(center.attach(request)?),
        Request::Enrol(request) => Reply::Enrolled(center.enrol(request)?),
    };
    Ok(seal_reply(center.key(), &opened.asked, &reply))
}

fn other_answer<T>() -> Result<T, LinkError> {
    Err(LinkError::Unreadable("the answer belongs to another question".to_owned()))
}

impl Center for FlakyLink {
    fn exchange(&self, request: &ExchangeRequest) -> Result<ExchangeReply, LinkError> {
        match self.ask(&Request::Exchange(request.clone()))? {
            Reply::Exchange(reply) => Ok(reply),
            _ => other_answer(),
        }
    }

    fn look_up(&self, request: &LookUpRequest) -> Result<LookUpReply, LinkError> {
        match self.ask(&Request::LookUp(request.clone()))? {
            Reply::LookUp(reply) => Ok(reply),
            _ => other_answer(),
        }
    }

    fn attach(&self, request: &AttachRequest) -> Result<AttachReply, LinkError> {
        match self.ask(&Request::Attach(request.clone()))? {
            Reply::Attached(reply) => Ok(reply),
            _ => other_answer(),
        }
    }

    fn enrol(&self, request: &EnrolRequest) -> Result<Enrolment, LinkError> {
        match self.ask(&Request::Enrol(request.clone()))? {
            Reply::Enrolled(enrolment) => Ok(enrolment),
            _ => other_answer(),
        }
    }
}
